package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.invitations.Invitation;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.UUID;

/** Inviting people to a project, again if need be, and taking invitations back. */
final class InvitePages {

  private final Invitations invitations;
  private final SettingsPage settings;

  private InvitePages(Invitations invitations, SettingsPage settings) {
    this.invitations = invitations;
    this.settings = settings;
  }

  static void mount(Site site, Invitations invitations, SettingsPage settings) {
    InvitePages pages = new InvitePages(invitations, settings);
    site.ofProject(HttpMethod.POST, "/projects/:project/invitations", pages::invite);
    site.ofProject(
        HttpMethod.POST, "/projects/:project/invitations/:invitation/again", pages::again);
    site.ofProject(
        HttpMethod.POST, "/projects/:project/invitations/:invitation/revoke", pages::revoke);
  }

  private Answer invite(Visit visit, Project project) {
    Optional<Role> role = Role.of(visit.field("role"));
    return project.mayManage() && role.isPresent()
        ? invite(visit, project, visit.field("email"), role.get())
        : Answer.FORBIDDEN;
  }

  private Answer invite(Visit visit, Project project, String email, Role role) {
    return invitations
        .invite(project, email, role, me(visit, project))
        .either(
            made -> settings.withInvitation(visit, project, made),
            refused -> settings.wrong(visit, project, Problems.of("email", refused.sentence())));
  }

  /** Another link, in the place of the one before: that is kept as a hash, too. */
  private Answer again(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    Optional<Invitation> was =
        visit.code("invitation").flatMap(code -> invitations.find(project.id(), code));
    return was.map(old -> invite(visit, project, old.email(), old.role())).orElse(Answer.NOT_FOUND);
  }

  private Answer revoke(Visit visit, Project project) {
    Optional<UUID> code = visit.code("invitation");
    if (!project.mayManage() || code.isEmpty()) {
      return project.mayManage() ? Answer.NOT_FOUND : Answer.FORBIDDEN;
    }
    return settings.after(
        visit,
        project,
        "email",
        invitations.revoke(project.id(), code.get(), me(visit, project)),
        was -> "The invitation of %s is taken back.".formatted(was.email()));
  }

  private static Acting me(Visit visit, Project project) {
    return Acting.person(visit.account(), project.role());
  }
}
