package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.CheckAssignments;
import dev.tocsin.dashboard.channels.CheckAssignments.Changed;
import dev.tocsin.dashboard.channels.CheckAssignments.Choice;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is told of what: all checks and all channels at once. */
public final class MatrixPages {

  /** Checks on a page: with many channels these are thousands of boxes. */
  private static final int PAGE = 100;

  private final Boards boards;
  private final CheckQueries queries;
  private final ProjectChannels channels;
  private final CheckAssignments assignments;
  private final Cookies cookies;

  private MatrixPages(
      Db db, Boards boards, CheckQueries queries, ProjectChannels channels, Cookies cookies) {
    this.boards = boards;
    this.queries = queries;
    this.channels = channels;
    this.assignments = new CheckAssignments(db);
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site,
      Db db,
      Boards boards,
      CheckQueries queries,
      ProjectChannels channels,
      Cookies cookies) {
    var pages = new MatrixPages(db, boards, queries, channels, cookies);
    site.ofProject(HttpMethod.GET, "/projects/:project/channels/matrix", pages::show);
    site.ofProject(HttpMethod.POST, "/projects/:project/channels/matrix", pages::save);
  }

  private Answer show(Visit visit, Project project) {
    return visit.page(
        project,
        "channels",
        "Who is told of what",
        "pages/matrix.jte",
        Map.of("matrix", matrix(visit, project)));
  }

  private Matrix matrix(Visit visit, Project project) {
    String text = visit.query("q").strip();
    boolean untold = visit.query("untold").equals("on");
    List<String> words =
        Stream.of(text.toLowerCase(Locale.ROOT).split("\\s+", -1))
            .filter(w -> !w.isEmpty())
            .toList();
    List<Shown> checks =
        boards.of(project.id()).checks().stream()
            .filter(check -> check.says(words))
            .sorted(Shown.BY_NAME)
            .toList();
    Map<Long, List<UUID>> assigned = queries.channelsOf(checks.stream().map(Shown::id).toList());
    List<Shown> matches =
        untold ? checks.stream().filter(c -> !assigned.containsKey(c.id())).toList() : checks;
    int pages = Math.max(1, (matches.size() + PAGE - 1) / PAGE);
    String asked = visit.query("page");
    int page = asked.matches("[1-9][0-9]{0,4}") ? Math.min(pages, Integer.parseInt(asked)) : 1;
    int from = PAGE * (page - 1);
    return new Matrix(
        project,
        channels.of(project.id()),
        matches.subList(from, Math.min(matches.size(), from + PAGE)),
        assigned,
        text,
        untold,
        page,
        pages,
        matches.size());
  }

  /** Changes what differs from what the page showed, and leaves what others changed meanwhile. */
  private Answer save(Visit visit, Project project) {
    Set<String> was = new HashSet<>(List.of(visit.field("was").split("\\.", -1)));
    Set<String> is = new HashSet<>(visit.fields("on"));
    Map<Long, UUID> codes =
        boards.of(project.id()).checks().stream()
            .collect(Collectors.toMap(Shown::id, check -> check.check().code()));
    int added = 0;
    int removed = 0;
    for (ChannelRow channel : channels.of(project.id())) {
      Choice add = choice(codes, channel, is, was);
      Choice remove = choice(codes, channel, was, is);
      if (!add.these().isEmpty() || !remove.these().isEmpty()) {
        Changed changed = assignments.change(channel, add, remove, visit.account().email());
        added += changed.added();
        removed += changed.removed();
      }
    }
    String note =
        added + removed == 0
            ? "Nothing was changed."
            : "Saved: %d given, %d taken away.".formatted(added, removed);
    return Answer.redirect("/projects/%s/channels/matrix".formatted(project.code()))
        .cookie(cookies.note(note));
  }

  /** The checks that meet a channel in one set of places and not in the other. */
  private static Choice choice(
      Map<Long, UUID> codes, ChannelRow channel, Set<String> in, Set<String> notIn) {
    Set<UUID> these = new HashSet<>();
    codes.forEach(
        (id, code) -> {
          String cell = Matrix.cell(id, channel.id());
          if (in.contains(cell) && !notIn.contains(cell)) {
            these.add(code);
          }
        });
    return new Choice(false, these);
  }
}
