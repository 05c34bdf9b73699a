package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Visit;
import java.util.Optional;

/**
 * The check in the path variable {@code check}, with its project, of which the visitor is a member.
 * To strangers it does not exist.
 */
public record OwnCheck(Project project, CheckView view) {

  /** A page about a check. */
  @FunctionalInterface
  public interface OfCheck {
    Answer answer(Visit visit, OwnCheck own);
  }

  /** Finds it. */
  public static Optional<OwnCheck> find(Visit visit, CheckQueries queries) {
    return visit.code("check").flatMap(queries::byCode).flatMap(view -> own(visit, view));
  }

  private static Optional<OwnCheck> own(Visit visit, CheckView view) {
    return visit.projects().stream()
        .filter(project -> project.id() == view.check().projectId())
        .findFirst()
        .map(project -> new OwnCheck(project, view));
  }

  /** A page for all members. */
  public static Page reading(CheckQueries queries, OfCheck page) {
    return visit ->
        find(visit, queries).map(own -> page.answer(visit, own)).orElse(Answer.NOT_FOUND);
  }

  /** A page for members who may change checks. */
  public static Page changing(CheckQueries queries, OfCheck page) {
    return reading(
        queries,
        (visit, own) -> own.project().mayEdit() ? page.answer(visit, own) : Answer.FORBIDDEN);
  }

  /** The name, or the code of a check without one. */
  public String name() {
    String name = view.check().settings().name();
    return name.isBlank() ? view.check().code().toString() : name;
  }

  /** The address of its page. */
  public String path() {
    return "/checks/" + view.check().code();
  }

  /** The address of the list that it is on. */
  public String listPath() {
    return "/projects/%s/checks".formatted(project.code());
  }
}
