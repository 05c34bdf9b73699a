package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.status.CheckLook;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.hosts.HostRecords;
import dev.tocsin.dashboard.status.subscribers.Subscribers;
import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.dashboard.status.told.Announcement.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The page on which a status page is changed.
 *
 * @param url where visitors find it
 * @param record what proves its host name
 * @param lines its checks, in the order in which it shows them; hidden ones, too
 * @param told how many subscribers have confirmed
 * @param left checks of it that are not listed: they are too many for a form
 */
public record EditModel(
    StatusPage page,
    String url,
    String record,
    List<Line> lines,
    int left,
    List<Announcement> said,
    Subscribers.Count told,
    List<String> zones,
    Instant now) {

  /** A form with more rows is of no use, and has too many fields. */
  static final int MOST_LINES = 200;

  /** A check and how the page shows it. */
  public record Line(Shown check, CheckLook look) {}

  static List<Line> lines(StatusPage page, List<Shown> checks) {
    return checks.stream()
        .filter(check -> page.covers(check.tags()))
        .map(check -> new Line(check, page.look(check.id())))
        .sorted(
            Comparator.comparingInt(
                    (Line line) -> line.look().place() == 0 ? 1_000_000 : line.look().place())
                .thenComparing(Line::check, Shown.BY_NAME))
        .toList();
  }

  /** The name of the record that proves its host name; only if it has one. */
  public String recordName() {
    return HostRecords.name(page.host().orElseThrow());
  }

  /** What may be said of an announcement next. */
  public static List<State> next(Announcement one) {
    return Arrays.stream(State.values()).filter(state -> state.kind() == one.kind()).toList();
  }
}
