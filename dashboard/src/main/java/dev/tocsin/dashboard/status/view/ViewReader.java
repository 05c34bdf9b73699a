package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.status.CheckLook;
import dev.tocsin.dashboard.status.Section;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.view.PageView.Group;
import dev.tocsin.store.Db;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what visitors of a page see. Blocking; for one thread. */
public final class ViewReader {

  /** More checks than that help no visitor; a page says how many it leaves out. */
  public static final int MOST_LINES = 300;

  private final Announcements announcements;
  private final Pasts pasts;

  public ViewReader(Db db) {
    this.announcements = new Announcements(db);
    this.pasts = new Pasts(db);
  }

  /** The page with the checks of a board of its project. */
  public PageView read(StatusPage page, Board board, String url, String suffix) {
    List<Shown> all =
        board.checks().stream()
            .filter(check -> page.covers(check.tags()) && !page.look(check.id()).hidden())
            .sorted(order(page))
            .toList();
    List<Shown> shown = all.subList(0, Math.min(all.size(), MOST_LINES));
    Map<Long, Bars> bars = pasts.bars(shown, board.asOf());
    return new PageView(
        page,
        url,
        suffix,
        groups(page, shown, bars),
        announcements.of(page.id()),
        all.size() - shown.size(),
        board.asOf());
  }

  /** Forgets what it remembers of checks that no page has shown since the last time. */
  public void sweep() {
    pasts.sweep();
  }

  private static Comparator<Shown> order(StatusPage page) {
    Comparator<Shown> placed =
        Comparator.comparingInt(
            check -> {
              int place = page.look(check.id()).place();
              return place == 0 ? Integer.MAX_VALUE : place;
            });
    return placed.thenComparing(Shown.BY_NAME);
  }

  private static List<Group> groups(StatusPage page, List<Shown> shown, Map<Long, Bars> bars) {
    Map<String, List<Line>> byTitle = new LinkedHashMap<>();
    page.sections().forEach(section -> byTitle.put(section.title(), new ArrayList<>()));
    byTitle.put("", new ArrayList<>());
    for (Shown check : shown) {
      String title =
          page.sections().stream()
              .filter(section -> section.takes(check.tags()))
              .findFirst()
              .map(Section::title)
              .orElse("");
      byTitle
          .computeIfAbsent(title, any -> new ArrayList<>())
          .add(line(check, page.look(check.id()), bars));
    }
    return byTitle.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }

  private static Line line(Shown check, CheckLook look, Map<Long, Bars> bars) {
    // The code of a check without a name is its ping URL: visitors must not see it.
    String own = check.check().settings().name();
    String name = !look.name().isBlank() ? look.name() : own.isBlank() ? "Unnamed" : own;
    return new Line(
        name,
        state(check),
        check.downSince(),
        Optional.ofNullable(bars.get(check.id())).orElseThrow());
  }

  private static Line.State state(Shown check) {
    return switch (check.standing()) {
      case DOWN -> Line.State.DOWN;
      case UP, GRACE -> check.unverified() ? Line.State.UNVERIFIED : Line.State.UP;
      case PAUSED -> Line.State.PAUSED;
      case NEW -> Line.State.NEW;
    };
  }
}
