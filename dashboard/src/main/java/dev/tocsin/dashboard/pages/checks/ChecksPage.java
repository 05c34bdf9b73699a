package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The list of checks. Its rows are kept live by a stream that knows what the page shows. */
public final class ChecksPage {

  /** Lines on a page: what a browser renders without a pause, with all their runs. */
  static final int PAGE = 100;

  /** Tags offered for filtering; the search finds the others. */
  private static final int MOST_TAGS = 20;

  private final Boards boards;
  private final Runs runs;
  private final LiveStreams streams;
  private final String pingUrl;

  private ChecksPage(Boards boards, Runs runs, LiveStreams streams, String pingUrl) {
    this.boards = boards;
    this.runs = runs;
    this.streams = streams;
    this.pingUrl = pingUrl;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   */
  public static void mount(
      Site site, Boards boards, Runs runs, LiveStreams streams, String pingUrl) {
    ChecksPage page = new ChecksPage(boards, runs, streams, pingUrl);
    site.ofProject(HttpMethod.GET, "/projects/:project/checks", page::show);
    site.stream("/live/projects/:project", page::live);
  }

  private Answer show(Visit visit, Project project) {
    ChecksView view = view(project, ListQuery.of(visit));
    Map<String, Object> model = Map.of("view", view, "viewer", visit.viewer());
    return visit.fragment()
        ? Answer.html(visit.part("checks/list.jte", model))
        : visit.page(project, "checks", "Checks", "pages/checks.jte", model);
  }

  private ChecksView view(Project project, ListQuery query) {
    Board board = boards.of(project.id());
    List<Shown> matches = query.select(board.checks().stream());
    int pages = Math.max(1, (matches.size() + PAGE - 1) / PAGE);
    int from = PAGE * (Math.min(query.page(), pages) - 1);
    List<Shown> page = matches.subList(from, Math.min(matches.size(), from + PAGE));
    return new ChecksView(
        project,
        query,
        board.tally(),
        lines(page),
        matches.size(),
        pages,
        frequentTags(board),
        pingUrl);
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

  private Optional<Consumer<HttpServerResponse>> live(Visit visit) {
    return visit
        .code("project")
        .flatMap(code -> visit.projects().stream().filter(p -> p.code().equals(code)).findFirst())
        .map(project -> streams.stream(project.id(), new ListLens(visit, project, this)));
  }
}
