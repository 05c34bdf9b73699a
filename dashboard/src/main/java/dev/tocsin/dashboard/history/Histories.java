package dev.tocsin.dashboard.history;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.FlipFilter;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Replay;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingText;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads what became of a check. Blocking. */
public final class Histories {

  /** How many runs the chart shows, if so many are kept. */
  private static final int RUNS = 200;

  /** More flips than that in half a year, and the calendar begins later. */
  private static final int FLIPS = 5_000;

  private static final Duration MONTH = Duration.ofDays(30);

  private final Db db;
  private final Runs runs;
  private final CheckQueries queries;

  public Histories(Db db, Runs runs, CheckQueries queries) {
    this.db = db;
    this.runs = runs;
    this.queries = queries;
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
        Past.of(flips(check.check()), createdAt(check.check()), check.check().state().status(), now)
            .without(blind(now.minus(MONTH.multipliedBy(7)))); // the calendar has half a year
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

  /** What rules would have made of the last 30 days. */
  public Replay replay(StoredCheck check, CheckRules rules, Instant now) {
    Instant since = now.minus(MONTH);
    Map<Long, PingText> said =
        rules.assertions().readBody()
            ? Sayings.read(db, check, CheckQueries.PINGS_AT_ONCE)
            : Map.of();
    List<Ping> pings =
        new ArrayList<>(
            queries.pings(check, CheckQueries.PINGS_AT_ONCE).stream()
                .map(ping -> ping.saying(said.get(ping.n())))
                .toList());
    Collections.reverse(pings);
    return Replay.of(rules, pings, flips(check), blind(since), since, now);
  }

  private BlindTimes blind(Instant since) {
    return db.transaction("reading blind time", tx -> BlindRows.read(tx, since));
  }

  /** How often it really went down since then. */
  public long downs(StoredCheck check, Instant since) {
    return flips(check).stream()
        .filter(flip -> flip.to() == Status.DOWN && !flip.at().isBefore(since))
        .count();
  }

  private List<Flip> flips(StoredCheck check) {
    List<Flip> flips =
        new ArrayList<>(
            queries.flips(check, FlipFilter.ALL.last(Duration.ofDays(190)), FLIPS).stream()
                .flatMap(flip -> flip.known().stream())
                .toList());
    Collections.reverse(flips);
    return flips;
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
