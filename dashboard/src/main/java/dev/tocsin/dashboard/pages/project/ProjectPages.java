package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** A project's settings and keys, and making one. */
public final class ProjectPages {

  private static final int LONGEST_NAME = 60;

  private final Projects projects;
  private final Cookies cookies;
  private final String pingUrl;

  private ProjectPages(Projects projects, Cookies cookies, String pingUrl) {
    this.projects = projects;
    this.cookies = cookies;
    this.pingUrl = pingUrl;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   */
  public static void mount(Site site, Projects projects, Cookies cookies, String pingUrl) {
    ProjectPages pages = new ProjectPages(projects, cookies, pingUrl);
    site.signedIn(HttpMethod.GET, "/", pages::start);
    site.signedIn(
        HttpMethod.GET, "/projects/new", visit -> pages.form(visit, 200, "", Problems.none()));
    site.signedIn(HttpMethod.POST, "/projects/new", pages::create);
    site.ofProject(HttpMethod.GET, "/projects/:project/settings", pages::show);
    site.ofProject(HttpMethod.POST, "/projects/:project/settings", pages::rename);
    site.ofProject(HttpMethod.POST, "/projects/:project/keys", pages::createKey);
    site.ofProject(HttpMethod.POST, "/projects/:project/keys/:key/revoke", pages::revokeKey);
  }

  private Answer start(Visit visit) {
    return visit
        .lastProject(visit.projects())
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
    NewProject made = projects.create(name, visit.account());
    return Answer.redirect("/projects/%s/checks".formatted(made.code()));
  }

  private static Optional<String> nameProblem(String name) {
    if (name.isEmpty()) {
      return Optional.of("Enter a name.");
    }
    return name.codePointCount(0, name.length()) > LONGEST_NAME
        ? Optional.of("Use at most %d characters.".formatted(LONGEST_NAME))
        : Optional.empty();
  }

  private Answer show(Visit visit, Project project) {
    return settings(visit, project, 200, project.name(), "", Problems.none());
  }

  private Answer settings(
      Visit visit, Project project, int status, String name, String newKey, Problems problems) {
    return visit.page(
        status,
        Optional.of(project),
        "settings",
        "Project settings",
        "pages/project.jte",
        Map.of(
            "project", project,
            "name", name,
            "keys", projects.keys(project.id()),
            "newKey", newKey,
            "pingUrl", pingUrl,
            "problems", problems));
  }

  private Answer rename(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    String name = visit.field("name").strip();
    Optional<String> problem = nameProblem(name);
    if (problem.isPresent()) {
      return settings(visit, project, 422, name, "", Problems.of("name", problem.get()));
    }
    projects.rename(project.id(), name, visit.account().email());
    return back(project, "Saved.");
  }

  /** The one page that shows the key: it is kept as a hash. */
  private Answer createKey(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    String name = visit.field("key-name").strip();
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      String why = "Use at most %d characters.".formatted(LONGEST_NAME);
      return settings(visit, project, 422, project.name(), "", Problems.of("key-name", why));
    }
    boolean readOnly = visit.field("access").equals("read");
    String key = projects.createKey(project.id(), name, readOnly, visit.account().email());
    return settings(visit, project, 200, project.name(), key, Problems.none());
  }

  private Answer revokeKey(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    String id = visit.path("key");
    boolean revoked =
        id.matches("[0-9]{1,18}")
            && projects.revokeKey(project.id(), Long.parseLong(id), visit.account().email());
    return revoked ? back(project, "Key revoked.") : Answer.NOT_FOUND;
  }

  private Answer back(Project project, String note) {
    return Answer.redirect("/projects/%s/settings".formatted(project.code()))
        .cookie(cookies.note(note));
  }
}
