package dev.tocsin.dashboard.history;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.FlipFilter;
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

/** Plays the last 30 days of a check again, under other rules. Blocking. */
public final class Replays {

  static final Duration MONTH = Duration.ofDays(30);

  /** More flips than that in half a year, and what lies before them is left out. */
  private static final int FLIPS = 5_000;

  private final Db db;
  private final CheckQueries queries;

  public Replays(Db db, CheckQueries queries) {
    this.db = db;
    this.queries = queries;
  }

  /**
   * The last 30 days once more.
   *
   * @param really how often it went down as it was set
   */
  public record Month(Replay replay, long really) {}

  /** What rules would have made of the last 30 days, beside what became of them. */
  public Month of(StoredCheck check, CheckRules rules, Instant now) {
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
    List<Flip> flips = flips(check);
    Replay replay = Replay.of(rules, pings, flips, blind(since), since, now);
    long really =
        flips.stream()
            .filter(flip -> flip.to() == Status.DOWN && !flip.at().isBefore(replay.from()))
            .count();
    return new Month(replay, really);
  }

  BlindTimes blind(Instant since) {
    return db.transaction("reading blind time", tx -> BlindRows.read(tx, since));
  }

  /** Those of half a year, oldest first. */
  List<Flip> flips(StoredCheck check) {
    List<Flip> flips =
        new ArrayList<>(
            queries.flips(check, FlipFilter.ALL.last(Duration.ofDays(190)), FLIPS).stream()
                .flatMap(flip -> flip.known().stream())
                .toList());
    Collections.reverse(flips);
    return flips;
  }
}
