package dev.tocsin.dashboard.pages.badges;

import dev.tocsin.dashboard.badges.BadgeLinks;
import dev.tocsin.dashboard.badges.BadgeUrls;
import dev.tocsin.dashboard.badges.Format;
import dev.tocsin.dashboard.badges.Look;
import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.parts.RangeChoices;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where people put a badge together. It stores nothing: a badge is its address. */
public final class BadgePages {

  private final ProjectBadges badges;
  private final BadgeUrls urls;
  private final Boards boards;

  private BadgePages(ProjectBadges badges, BadgeUrls urls, Boards boards) {
    this.badges = badges;
    this.urls = urls;
    this.boards = boards;
  }

  /** Adds this page to the site. */
  public static void mount(Site site, ProjectBadges badges, BadgeUrls urls, Boards boards) {
    BadgePages pages = new BadgePages(badges, urls, boards);
    site.ofProject(HttpMethod.GET, "/projects/:project/badges", pages::show);
  }

  /**
   * A badge that was put together.
   *
   * @param picture for people's pages
   * @param json for programs
   * @param shields what the endpoint badge of shields.io reads
   */
  public record Built(BadgeLinks picture, String json, String shields) {}

  private Answer show(Visit visit, Project project) {
    List<Shown> checks = boards.of(project.id()).checks();
    BadgeForm form = BadgeForm.entered(visit::query);
    Optional<Built> built = form.about().flatMap(about -> built(project, checks, form, about));
    if (visit.fragment()) {
      return Answer.html(visit.part("badges/built.jte", Map.of("built", built)));
    }
    return visit.page(
        project,
        "settings",
        "Badges",
        "pages/badges.jte",
        Map.of(
            "project",
            project,
            "choices",
            RangeChoices.of(checks, form.about()),
            "form",
            form,
            "built",
            built));
  }

  /** Empty: the project has no such check. */
  private Optional<Built> built(Project project, List<Shown> checks, BadgeForm form, Range about) {
    if (about.check().isEmpty()) {
      ProjectBadges.Tagged badge = badges.tagged(project.id(), about.tag());
      return Optional.of(built(about.tag().orElse(project.name()), form, badge.addresses()));
    }
    return checks.stream()
        .filter(check -> about.covers(check.check().code(), ""))
        .findFirst()
        .map(
            check ->
                built(
                    check.name(),
                    form,
                    (states, format) -> urls.ofCheck(check.check().badgeCode(), states, format)));
  }

  private Built built(String name, BadgeForm form, ProjectBadges.Addresses addresses) {
    Look look = form.look();
    int states = form.states();
    return new Built(
        urls.links(name, addresses.of(states, Format.SVG), look),
        addresses.of(states, Format.JSON),
        urls.links(name, addresses.of(states, Format.SHIELDS), look).url());
  }
}
