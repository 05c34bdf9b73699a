package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.checks.CheckMoves;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Taking a check to another project of the visitor's. */
public final class MovePages {

  private final CheckMoves moves;
  private final Cookies cookies;

  private MovePages(CheckMoves moves, Cookies cookies) {
    this.moves = moves;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, CheckQueries queries, CheckMoves moves, Cookies cookies) {
    MovePages pages = new MovePages(moves, cookies);
    site.signedIn(
        HttpMethod.GET,
        "/checks/:check/move",
        OwnCheck.changing(queries, (visit, own) -> page(visit, own, 200, Problems.none())));
    site.signedIn(HttpMethod.POST, "/checks/:check/move", OwnCheck.changing(queries, pages::move));
  }

  private static Answer page(Visit visit, OwnCheck own, int status, Problems problems) {
    return visit.page(
        status,
        Optional.of(own.project()),
        "checks",
        "Move " + own.name(),
        "pages/move-check.jte",
        Map.of("own", own, "others", others(visit, own), "problems", problems));
  }

  private static List<Project> others(Visit visit, OwnCheck own) {
    return visit.projects().stream()
        .filter(project -> project.mayEdit() && project.id() != own.project().id())
        .toList();
  }

  private Answer move(Visit visit, OwnCheck own) {
    Optional<Project> to =
        others(visit, own).stream()
            .filter(project -> project.code().toString().equals(visit.field("project")))
            .findFirst();
    if (to.isEmpty()) {
      return page(visit, own, 422, Problems.of("project", "Choose one of your projects."));
    }
    return moves
        .move(own.project(), own.view().check().code(), to.get(), visit.account().email())
        .either(
            moved ->
                Answer.redirect(own.path())
                    .cookie(
                        cookies.note("“%s” is in %s now.".formatted(own.name(), to.get().name()))),
            refused ->
                switch (refused.reason()) {
                  case MISSING -> Answer.NOT_FOUND;
                  case FORBIDDEN, INVALID, CONFLICT ->
                      page(visit, own, 422, Problems.of("project", refused.sentence()));
                });
  }
}
