package dev.tocsin.dashboard.pages.export;

import dev.tocsin.dashboard.export.Downloads;
import dev.tocsin.dashboard.export.Erasure;
import dev.tocsin.dashboard.export.PersonExport;
import dev.tocsin.dashboard.export.ProjectExport;
import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Files with all that is kept, for owners of projects and for oneself; and erasing oneself. */
public final class ExportPages {

  private static final String ERASE = "/account/erase";

  private final Projects projects;
  private final ProjectExport ofProject;
  private final PersonExport ofPerson;
  private final Erasure erasure;
  private final Downloads downloads;
  private final Cookies cookies;

  private ExportPages(
      Projects projects,
      ProjectExport ofProject,
      PersonExport ofPerson,
      Erasure erasure,
      Downloads downloads,
      Cookies cookies) {
    this.projects = projects;
    this.ofProject = ofProject;
    this.ofPerson = ofPerson;
    this.erasure = erasure;
    this.downloads = downloads;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site,
      Projects projects,
      ProjectExport ofProject,
      PersonExport ofPerson,
      Erasure erasure,
      Downloads downloads,
      Again again,
      Cookies cookies) {
    ExportPages pages = new ExportPages(projects, ofProject, ofPerson, erasure, downloads, cookies);
    site.stream("/projects/:project/export.zip", pages::project);
    site.stream("/account/export.zip", pages::person);
    site.signedIn(
        HttpMethod.GET,
        ERASE,
        again.before(ERASE, visit -> pages.ask(visit, 200, Problems.none())));
    site.signedIn(HttpMethod.POST, ERASE, again.before(ERASE, pages::erase));
  }

  private Optional<Consumer<HttpServerResponse>> project(Visit visit) {
    Optional<Project> own =
        visit
            .code("project")
            .flatMap(code -> projects.find(visit.account().id(), code))
            .filter(Project::mayDelete)
            .filter(project -> !project.holdsBack(visit.session().orElseThrow()));
    own.ifPresent(project -> ofProject.note(project, visit.account().email()));
    return own.map(
        project ->
            response ->
                downloads.send(
                    response,
                    ProjectExport.fileName(project),
                    out -> ofProject.write(project, out)));
  }

  private Optional<Consumer<HttpServerResponse>> person(Visit visit) {
    Account me = visit.account();
    ofPerson.note(me, me.email());
    return Optional.of(
        response ->
            downloads.send(response, PersonExport.fileName(), out -> ofPerson.write(me, out)));
  }

  private Answer ask(Visit visit, int status, Problems problems) {
    List<String> orphans = erasure.orphans(visit.account());
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "Erase your account",
        "pages/erase-account.jte",
        Map.of("email", visit.account().email(), "orphans", orphans, "problems", problems));
  }

  private Answer erase(Visit visit) {
    if (!Accounts.normal(visit.field("confirm")).equals(visit.account().email())) {
      return ask(visit, 422, Problems.of("confirm", "This is not your address."));
    }
    return erasure
        .erase(visit.account())
        .either(
            pseudonym ->
                Answer.redirect("/sign-in")
                    .cookie(cookies.noSession())
                    .cookie(cookies.note("Your account is erased.")),
            refused -> ask(visit, 409, Problems.of("", refused.sentence())));
  }
}
