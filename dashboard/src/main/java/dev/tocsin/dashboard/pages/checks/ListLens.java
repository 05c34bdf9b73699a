package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.board.Tally;
import dev.tocsin.dashboard.live.Lens;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.dashboard.web.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of one open list true. Cells change in place; no row moves: that others would now
 * stand on top is said on a pill, and whoever wants the new order reloads.
 */
final class ListLens implements Lens<Board> {

  // What ChecksView.live wrote: "id-fingerprint", joined by dots.
  private static final Pattern SEEN = Pattern.compile("([0-9a-z]{1,12})-([0-9a-z]{1,12})");

  private final Visit visit;
  private final Project project;
  private final ChecksPage page;
  private final Map<Long, String> seen = new LinkedHashMap<>();
  private final Map<Long, Integer> ranks = new HashMap<>();
  private final Set<Long> gone = new HashSet<>();
  private @Nullable Tally tally;
  private boolean empty;
  private boolean waiting;
  private int known = -1;
  private int reorder;

  ListLens(Visit visit, Project project, ChecksPage page) {
    this.visit = visit;
    this.project = project;
    this.page = page;
    this.empty = visit.query("empty").equals("yes");
    this.waiting = visit.query("first").equals("waiting");
    Matcher each = SEEN.matcher(visit.query("seen"));
    while (each.find() && seen.size() < ChecksPage.PAGE) {
      seen.put(Long.parseLong(each.group(1), 36), each.group(2));
    }
  }

  @Override
  public List<Frame> look(Board board) {
    Viewer viewer = visit.viewer().at(board.asOf());
    List<Frame> frames = new ArrayList<>();
    Map<Long, Shown> shown = board.byId(seen.keySet());
    String cells = cells(changed(shown), viewer);
    if (!cells.isEmpty()) {
      frames.add(new Frame("cells", cells));
    }
    if (waiting) {
      board.checks().stream()
          .filter(check -> check.check().state().pings() > 0)
          .findFirst()
          .ifPresent(
              check -> {
                waiting = false;
                frames.add(new Frame("cells", page.heard(visit, project, check)));
              });
    }
    if (empty && !board.checks().isEmpty()) {
      empty = false;
      frames.add(new Frame("first", "made"));
    }
    Tally now = board.tally();
    if (!now.equals(tally)) {
      tally = now;
      frames.add(
          new Frame(
              "tally",
              visit.part(
                  "checks/tally.jte",
                  Map.of("tally", now, "path", path(), "query", query(), "live", true))));
    }
    int moved = moved(board, shown);
    if (moved != reorder) {
      reorder = moved;
      frames.add(new Frame("reorder", visit.part("checks/reorder.jte", Map.of("n", moved))));
    }
    return frames;
  }

  /** The cells of the rows that look different now. */
  String cells(Board board) {
    return cells(changed(board.byId(seen.keySet())), visit.viewer().at(board.asOf()));
  }

  private String cells(List<Shown> changed, Viewer viewer) {
    StringBuilder cells = new StringBuilder();
    for (CheckLine line : page.lines(changed)) {
      cells.append(
          visit.part(
              "checks/cells.jte",
              Map.of("line", line, "viewer", viewer, "live", true, "edits", project.mayEdit())));
    }
    return cells.toString();
  }

  /** What the page shows once it has these cells. */
  String seen() {
    return seen.entrySet().stream()
        .map(row -> Long.toString(row.getKey(), 36) + "-" + row.getValue())
        .collect(Collectors.joining("."));
  }

  private List<Shown> changed(Map<Long, Shown> shown) {
    List<Shown> changed = new ArrayList<>();
    shown.forEach(
        (id, check) -> {
          String fingerprint = check.fingerprint();
          if (!fingerprint.equals(seen.put(id, fingerprint))) {
            changed.add(check);
          }
        });
    return changed;
  }

  /** How many checks would stand elsewhere in a list that is read now. */
  private int moved(Board board, Map<Long, Shown> shown) {
    int moved = 0;
    for (Shown check : shown.values()) {
      int was = ranks.computeIfAbsent(check.id(), id -> check.rank());
      moved += was == check.rank() ? 0 : 1;
    }
    for (long id : seen.keySet()) {
      if (!shown.containsKey(id)) {
        gone.add(id);
      }
    }
    if (known < 0) {
      known = board.checks().size() + gone.size();
    }
    return moved + gone.size() + Math.max(0, board.checks().size() + gone.size() - known);
  }

  private String path() {
    return "/projects/%s/checks".formatted(project.code());
  }

  private ListQuery query() {
    return ListQuery.of(visit);
  }
}
