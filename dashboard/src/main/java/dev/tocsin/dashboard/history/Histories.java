package dev.tocsin.dashboard.history;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads what became of a check. Blocking. */
public final class Histories {

  /** How many runs the chart shows, if so many are kept. */
  private static final int RUNS = 200;

  private static final Duration MONTH = Replays.MONTH;

  private final Db db;
  private final Runs runs;
  private final Replays replays;

  public Histories(Db db, Runs runs, CheckQueries queries) {
    this.db = db;
    this.runs = runs;
    this.replays = new Replays(db, queries);
  }

  /**
   * What the page shows.
   *
   * @param month how much of the last 30 days it was up, in percent; negative: nobody waited for it
   * @param quarter the same for 90 days
   * @param downs how often it went down in the last 30 days
   * @param down how long it was down then
   */
  public record History(
      RunChart chart, Calendar calendar, double month, double quarter, long downs, Duration down) {}

  /** The history of a check for whoever looks. */
  public History of(Shown check, Viewer viewer) {
    Instant now = viewer.now();
    Past past =
        Past.of(
                replays.flips(check.check()),
                createdAt(check.check()),
                check.check().state().status(),
                now)
            .without(
                replays.blind(now.minus(MONTH.multipliedBy(7)))); // the calendar has half a year
    List<Run> last = runs.of(List.of(check), RUNS).getOrDefault(check.id(), List.of());
    Instant month = now.minus(MONTH);
    return new History(
        RunChart.of(last, past, viewer),
        Calendar.of(past, viewer.zone(), now),
        past.uptime(month, now),
        past.uptime(now.minus(MONTH.multipliedBy(3)), now),
        past.downs(month, now),
        past.within(Status.DOWN, month, now));
  }

  private Instant createdAt(StoredCheck check) {
    return db.first(
            "reading when check %s was made".formatted(check.code()),
            "SELECT created_at FROM checks WHERE id = ?",
            row -> row.instant("created_at"),
            check.id())
        .orElse(Instant.EPOCH);
  }
}
