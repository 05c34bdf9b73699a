package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.views.SavedViews;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The list of checks. It grows by pages as people scroll. The rows of the page that was asked for
 * are kept live by a stream that knows what it shows; rows further down ask now and then, while
 * they are seen.
 */
public final class ChecksPage {

  /** Lines on a page: what a browser renders without a pause, with all their runs. */
  static final int PAGE = 100;

  /** Tags offered for filtering; the search finds the others. */
  private static final int MOST_TAGS = 20;

  private final Boards boards;
  private final Runs runs;
  private final LiveStreams streams;
  private final ProjectChannels channels;
  private final SavedViews views;
  private final String pingUrl;

  private ChecksPage(
      Db db,
      Boards boards,
      Runs runs,
      LiveStreams streams,
      ProjectChannels channels,
      String pingUrl) {
    this.boards = boards;
    this.runs = runs;
    this.streams = streams;
    this.channels = channels;
    this.views = new SavedViews(db);
    this.pingUrl = pingUrl;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   */
  public static void mount(
      Site site,
      Db db,
      Boards boards,
      Runs runs,
      LiveStreams streams,
      ProjectChannels channels,
      Cookies cookies,
      String pingUrl) {
    ChecksPage page = new ChecksPage(db, boards, runs, streams, channels, pingUrl);
    site.ofProject(HttpMethod.GET, "/projects/:project/checks", page::show);
    site.ofProject(HttpMethod.GET, "/projects/:project/checks/cells", page::cells);
    site.stream("/live/projects/:project", page::live);
    ViewPages.mount(site, page.views, cookies);
  }

  private Answer show(Visit visit, Project project) {
    ChecksView view = view(visit, project, ListQuery.of(visit));
    Map<String, Object> model = Map.of("view", view, "viewer", visit.viewer());
    if (visit.fragment()) {
      boolean part = visit.query("part").equals("rows");
      return Answer.html(
          part
              ? visit.part("checks/rows.jte", model)
              : visit.part(
                  "checks/list.jte",
                  Map.of("view", view, "viewer", visit.viewer(), "csrf", visit.csrf())));
    }
    return visit.page(project, "checks", "Checks", "pages/checks.jte", model);
  }

  private ChecksView view(Visit visit, Project project, ListQuery query) {
    Board board = boards.of(project.id());
    List<Shown> matches = query.select(board.checks().stream());
    int pages = Math.max(1, (matches.size() + PAGE - 1) / PAGE);
    ListQuery there = query.toPage(Math.min(query.page(), pages));
    int from = PAGE * (there.page() - 1);
    List<Shown> page = matches.subList(from, Math.min(matches.size(), from + PAGE));
    return new ChecksView(
        project,
        there,
        board.tally(),
        lines(page),
        query.grouped() ? Groups.heads(matches, page, from, query) : Map.of(),
        matches.size(),
        pages,
        frequentTags(board),
        views.of(visit.account().id(), project.id()),
        project.mayEdit() ? channels.of(project.id()) : List.of(),
        first(visit, board),
        pingUrl);
  }

  private static String first(Visit visit, Board board) {
    boolean waiting = board.checks().stream().allMatch(c -> c.check().state().pings() == 0);
    return waiting ? "waiting" : visit.query("first").equals("heard") ? "heard" : "";
  }

  /** What says that the first ping of a project has come. */
  String heard(Visit visit, Project project, Shown check) {
    return visit.part(
        "checks/first.jte",
        Map.of(
            "check",
            check,
            "pingUrl",
            pingUrl,
            "channels",
            "/projects/%s/channels".formatted(project.code()),
            "heard",
            true,
            "live",
            true));
  }

  /** The lines of these checks, in their order. */
  List<CheckLine> lines(List<Shown> checks) {
    var byId = runs.of(checks, CheckLine.RUNS);
    return checks.stream()
        .map(c -> CheckLine.of(c, byId.getOrDefault(c.id(), List.of()), pingUrl))
        .toList();
  }

  private static List<String> frequentTags(Board board) {
    Map<String, Integer> counts = new HashMap<>();
    for (Shown check : board.checks()) {
      check.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_TAGS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The rows that do not look any more as a part of the list shows them. */
  private Answer cells(Visit visit, Project project) {
    Board board = boards.of(project.id());
    ListLens lens = new ListLens(visit, project, this);
    String part = visit.query("part").replaceAll("[^0-9]", "");
    String cells = lens.cells(board);
    String poll =
        visit.part(
            "checks/poll.jte",
            Map.of(
                "part",
                part,
                "address",
                "/projects/%s/checks/cells?part=%s&seen=%s"
                    .formatted(project.code(), part, lens.seen()),
                "live",
                true));
    return Answer.html(cells.isEmpty() ? "" : cells + poll);
  }

  private Optional<Consumer<HttpServerResponse>> live(Visit visit) {
    return visit
        .code("project")
        .flatMap(code -> visit.projects().stream().filter(p -> p.code().equals(code)).findFirst())
        .map(project -> streams.stream(project.id(), new ListLens(visit, project, this)));
  }
}
