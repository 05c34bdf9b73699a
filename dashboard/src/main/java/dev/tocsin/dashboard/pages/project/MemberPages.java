package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** Giving members roles, removing them; leaving. */
final class MemberPages {

  private final Members members;
  private final SettingsPage settings;
  private final Cookies cookies;

  private MemberPages(Members members, SettingsPage settings, Cookies cookies) {
    this.members = members;
    this.settings = settings;
    this.cookies = cookies;
  }

  static void mount(Site site, Members members, SettingsPage settings, Cookies cookies) {
    MemberPages pages = new MemberPages(members, settings, cookies);
    site.ofProject(HttpMethod.POST, "/projects/:project/members/role", pages::setRole);
    site.ofMember(HttpMethod.POST, "/projects/:project/members/remove", pages::remove);
  }

  private Answer setRole(Visit visit, Project project) {
    Optional<Role> role = Role.of(visit.field("role"));
    if (!project.mayManage() || role.isEmpty()) {
      return Answer.FORBIDDEN;
    }
    return settings.after(
        visit,
        project,
        "member",
        members.change(project.id(), visit.field("member"), role.get(), me(visit, project)),
        member -> "%s: %s.".formatted(member.account().email(), member.role().word()));
  }

  private Answer remove(Visit visit, Project project) {
    String email = visit.field("member");
    boolean leaving = email.equals(visit.account().email());
    if (!project.mayManage() && !leaving) {
      return Answer.FORBIDDEN;
    }
    Answer answer =
        settings.after(
            visit,
            project,
            "member",
            members.remove(project.id(), email, me(visit, project)),
            member -> member.account().email() + " is no member any more.");
    return leaving && answer.status() == 303
        ? Answer.redirect("/").cookie(cookies.note("You have left " + project.name() + "."))
        : answer;
  }

  private static Acting me(Visit visit, Project project) {
    return Acting.person(visit.account(), project.role());
  }
}
