package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.store.ControlRods.Rod;
import java.util.List;
import java.util.Optional;

/**
 * What the layout around a page shows.
 *
 * @param section which entry of the navigation is the current one: {@code checks}, {@code
 *     channels}, {@code settings}, {@code account}, or empty
 * @param project the current project
 * @param projects all of the account's projects
 * @param operator whether they run this installation
 * @param rods that are set: operators see all of them, others that nothing can be changed
 * @param csrf for every form, and for htmx
 * @param files what the addresses of static files start with
 * @param note a sentence about what was just done, or empty
 */
public record Chrome(
    String siteName,
    String title,
    String section,
    Optional<Account> account,
    Optional<Project> project,
    List<Project> projects,
    boolean operator,
    List<Rod> rods,
    String csrf,
    String files,
    String note,
    Viewer viewer) {

  /** Whether there are forms for changing things on this page. */
  public boolean mayEdit() {
    return project.map(Project::mayEdit).orElse(false);
  }
}
