package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.ProjectChanges;
import dev.tocsin.dashboard.people.ProjectEdit;
import dev.tocsin.dashboard.people.ProjectEdit.Fallback;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Making a project, its settings, deleting it. */
public final class ProjectPages {

  private final Projects projects;
  private final ProjectChanges changes;
  private final SettingsPage settings;
  private final Cookies cookies;

  private ProjectPages(
      Projects projects, ProjectChanges changes, SettingsPage settings, Cookies cookies) {
    this.projects = projects;
    this.changes = changes;
    this.settings = settings;
    this.cookies = cookies;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   */
  public static void mount(
      Site site,
      Db db,
      Projects projects,
      ProjectChannels channels,
      ProjectBadges badges,
      Members members,
      Invitations invitations,
      ProjectOffers offers,
      Cookies cookies,
      String pingUrl) {
    Keys keys = new Keys(db);
    SettingsPage settings =
        new SettingsPage(keys, members, invitations, offers, channels, badges, cookies, pingUrl);
    ProjectPages pages = new ProjectPages(projects, new ProjectChanges(db), settings, cookies);
    site.signedIn(HttpMethod.GET, "/", pages::start);
    site.signedIn(
        HttpMethod.GET, "/projects/new", visit -> pages.form(visit, 200, "", Problems.none()));
    site.signedIn(HttpMethod.POST, "/projects/new", pages::create);
    site.ofProject(HttpMethod.GET, "/projects/:project/settings", settings::show);
    site.ofProject(HttpMethod.POST, "/projects/:project/settings", pages::save);
    site.ofProject(HttpMethod.POST, "/projects/:project/ping-key", pages::newPingKey);
    site.ofProject(
        HttpMethod.GET,
        "/projects/:project/delete",
        (visit, project) -> pages.askToDelete(visit, project, 200, Problems.none()));
    site.ofProject(HttpMethod.POST, "/projects/:project/delete", pages::delete);
    KeyPages.mount(site, keys, settings);
    MemberPages.mount(site, members, settings, cookies);
    InvitePages.mount(site, invitations, settings);
    OfferPages.mount(site, offers, settings);
  }

  private Answer start(Visit visit) {
    return visit
        .lastProject(visit.memberships())
        .map(project -> Answer.redirect("/projects/%s/checks".formatted(project.code())))
        .orElse(Answer.redirect("/projects/new"));
  }

  private Answer form(Visit visit, int status, String name, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "New project",
        "pages/new-project.jte",
        Map.of("name", name, "problems", problems));
  }

  private Answer create(Visit visit) {
    String name = visit.field("name").strip();
    Optional<String> problem = nameProblem(name);
    if (problem.isPresent()) {
      return form(visit, 422, name, Problems.of("name", problem.get()));
    }
    return projects
        .create(name, visit.account())
        .either(
            made -> Answer.redirect("/projects/%s/checks".formatted(made.code())),
            refused -> form(visit, 422, name, Problems.of("name", refused.sentence())));
  }

  private static Optional<String> nameProblem(String name) {
    if (name.isEmpty()) {
      return Optional.of("Enter a name.");
    }
    return name.codePointCount(0, name.length()) > Projects.LONGEST_NAME
        ? Optional.of("Use at most %d characters.".formatted(Projects.LONGEST_NAME))
        : Optional.empty();
  }

  private Answer save(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    String name = visit.field("name").strip();
    String kept = visit.field("pings").strip();
    Optional<UUID> fallback = Visit.uuid(visit.field("fallback"));
    Problems problems = Problems.none();
    nameProblem(name).ifPresent(why -> problems.add("name", why));
    Optional<Integer> pings = number(kept, 1, Projects.MOST_PINGS);
    Optional<Integer> days = days(visit, "days", problems);
    Optional<Integer> bodyDays = days(visit, "body_days", problems);
    if (!kept.isEmpty() && pings.isEmpty()) {
      problems.add("pings", "Enter a number from 1 to %d.".formatted(Projects.MOST_PINGS));
    }
    return problems.isEmpty()
        ? update(
            visit,
            project,
            new ProjectEdit(
                Optional.of(name),
                new ProjectEdit.Kept(pings, days, bodyDays),
                Optional.of(visit.field("two_step").equals("on")),
                false,
                Optional.of(new Fallback(fallback))),
            "Saved.")
        : settings.wrong(visit, project, problems);
  }

  /** Nothing typed: no limit. */
  private static Optional<Integer> days(Visit visit, String field, Problems problems) {
    String text = visit.field(field).strip();
    Optional<Integer> days = number(text.isEmpty() ? "0" : text, 0, Projects.MOST_DAYS);
    if (days.isEmpty()) {
      problems.add(
          field, "Enter a number of days up to %d, or nothing.".formatted(Projects.MOST_DAYS));
    }
    return days;
  }

  private static Optional<Integer> number(String text, int least, int most) {
    return Optional.of(text)
        .filter(t -> t.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .filter(n -> n >= least && n <= most);
  }

  private Answer newPingKey(Visit visit, Project project) {
    return project.mayManage()
        ? update(visit, project, ProjectEdit.pingKey(), "There is a new ping key. Tell your jobs.")
        : Answer.FORBIDDEN;
  }

  private Answer update(Visit visit, Project project, ProjectEdit edit, String note) {
    Acting me = Acting.person(visit.account(), project.role());
    return settings.after(visit, project, "name", changes.update(project, edit, me), now -> note);
  }

  private Answer askToDelete(Visit visit, Project project, int status, Problems problems) {
    return project.mayDelete()
        ? visit.page(
            status,
            Optional.of(project),
            "settings",
            "Delete this project",
            "pages/delete-project.jte",
            Map.of("project", project, "problems", problems))
        : Answer.FORBIDDEN;
  }

  private Answer delete(Visit visit, Project project) {
    if (!visit.field("name").strip().equals(project.name())) {
      return askToDelete(
          visit, project, 422, Problems.of("name", "This is not the project's name."));
    }
    return changes
        .delete(project, Acting.person(visit.account(), project.role()))
        .either(
            was -> Answer.redirect("/").cookie(cookies.note(was.name() + " is deleted.")),
            refused -> Answer.FORBIDDEN);
  }
}
