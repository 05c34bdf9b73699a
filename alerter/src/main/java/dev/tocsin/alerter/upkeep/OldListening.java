package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.time.Duration;

/**
 * Removes what says when we listened, once no run can be judged by it any more.
 *
 * <p>Blind time is computed from these rows, and before the first stream that is left nothing is
 * blind. So they may only go from the past on: first the deaf times, then the streams that ended
 * before the same instant. What is computed of the time after it stays the same.
 */
final class OldListening {

  /** The longest period and the longest grace time are a year each: no window begins earlier. */
  private static final Duration KEEP = Duration.ofDays(800);

  private final UpkeepLimits limits;
  private final OldestFirst oldest;

  OldListening(UpkeepLimits limits) {
    this.limits = limits;
    this.oldest = new OldestFirst(limits.rowsPerRound());
  }

  /** Times in which a stream was deaf. */
  Upkeep.Step deafTimes(Tx tx) {
    return remove(tx, "deaf_times", "until < now() - ?");
  }

  /** Streams that ended, if no deaf time as old is left. */
  Upkeep.Step streams(Tx tx) {
    return remove(
        tx,
        "streams",
        """
        greatest(closed_at, heard_through) < now() - ? AND closed_at IS NOT NULL
        """);
  }

  /** What people were told of it. */
  Upkeep.Step blindTimes(Tx tx) {
    return remove(tx, "blind_times", "until < now() - ?");
  }

  /** The runs that were named. */
  Upkeep.Step unverifiedRuns(Tx tx) {
    return oldest.remove(tx, "unverified_runs", "noted_at", "noted_at", "told", KEEP);
  }

  /** Jumps of clocks. */
  Upkeep.Step clockEvents(Tx tx) {
    return oldest.remove(tx, "clock_events", "noted_at", "noted_at", "true", KEEP);
  }

  private Upkeep.Step remove(Tx tx, String table, String old) {
    int removed =
        tx.update(
            "removing old rows of " + table,
            "DELETE FROM %s WHERE id IN (SELECT id FROM %s WHERE %s LIMIT ?)"
                .formatted(table, table, old),
            KEEP,
            limits.rowsPerRound());
    return new Upkeep.Step(table, removed, removed < limits.rowsPerRound());
  }
}
