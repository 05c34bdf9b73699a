package dev.tocsin.roles;

import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code up} says when everything runs: where the pages are; while nobody has an account, how
 * to make one; on the very first start, a check to try out.
 */
final class FirstSteps {

  private static final Logger log = LoggerFactory.getLogger(FirstSteps.class);

  private FirstSteps() {}

  static void show(Settings settings, Db db) {
    try {
      boolean nobody = new Accounts(db).none();
      Optional<UUID> check = nobody ? firstCheck(settings, db) : Optional.empty();
      StringBuilder text = new StringBuilder("%nTocsin is ready.%n%n".formatted());
      line(text, "Pages", settings.siteUrl().toString());
      if (nobody) {
        String token = new SetupLinks(db).create();
        line(text, "First account", settings.siteUrl() + "/setup/" + token);
        line(text, "", "(works once, for a day)");
      }
      check.ifPresent(
          code -> line(text, "First ping", "curl -fsS -m 10 " + settings.pingUrl() + "/" + code));
      System.out.println(text);
    } catch (DbException e) {
      log.warn("cannot look for accounts: {}", e.getMessage());
      System.out.printf("%nTocsin is ready: %s%n%n", settings.siteUrl());
    }
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("  %-14s %s%n".formatted(what, value));
  }

  /** Made once: where there is a project already, somebody has found the way. */
  private static Optional<UUID> firstCheck(Settings settings, Db db) {
    if (db.first(
            "looking for projects", "SELECT 1 FROM projects WHERE NOT system LIMIT 1", row -> true)
        .isPresent()) {
      return Optional.empty();
    }
    var project = new Projects(db, NewProjects.limits(settings)).create("My first project", "cli");
    Saved saved =
        new CheckActions(db)
            .create(
                project.id(),
                "cli",
                new CheckEdit().name("My first check").slug("my-first-check"),
                ChannelChoice.NONE);
    return saved instanceof Saved.Created created
        ? Optional.of(created.check().check().code())
        : Optional.empty();
  }
}
