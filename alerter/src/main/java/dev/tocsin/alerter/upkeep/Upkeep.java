package dev.tocsin.alerter.upkeep;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.List;

/**
 * Walks through the database, a bounded step per round, and begins again at the end: pings past
 * what their project keeps, pings of checks that are gone, then what is older than the retention.
 * Where there is something to remove it goes on at once, elsewhere at its own pace.
 *
 * <p>One alerter at a time, by an advisory lock of each round's transaction; the place of the walk
 * is kept in memory, since starting again is cheap.
 */
public final class Upkeep {

  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 0x746f6373696e02L;

  private final Db db;
  private final AlerterMetrics metrics;
  private final List<Piece> pieces;
  private int piece;

  /** A part of the walk; its bounded steps are taken until it says that it is through. */
  interface Piece {

    /** Takes one step. */
    Step step(Tx tx);
  }

  /** What a step did. */
  record Step(String table, int removed, boolean through) {}

  public Upkeep(Db db, UpkeepLimits limits, AlerterMetrics metrics) {
    this.db = db;
    this.metrics = metrics;
    OldRows old = new OldRows(limits);
    OldListening listening = new OldListening(limits);
    this.pieces =
        List.of(
            new PingPruning(limits),
            new BodyPruning(limits),
            old::messages,
            old::notices,
            old::flips,
            old::sessions,
            old::unconfirmed,
            listening::deafTimes,
            listening::streams,
            listening::blindTimes,
            listening::unverifiedRuns,
            listening::clockEvents,
            new OldPapers(limits));
  }

  /** One step; true if it removed something, so that there may be more. None while a rod is set. */
  public boolean runOnce() {
    metrics.oldestWaiting(db.transaction("measuring what waits", QueueAge::read));
    Step step = db.transaction("upkeep", this::step);
    if (step.through()) {
      piece = (piece + 1) % pieces.size();
    }
    if (step.removed() > 0) {
      metrics.pruned(step.table(), step.removed());
    }
    return step.removed() > 0;
  }

  private Step step(Tx tx) {
    boolean mine =
        tx.first(
                "locking the upkeep",
                "SELECT pg_try_advisory_xact_lock(?) AS mine",
                row -> row.flag("mine"),
                LOCK)
            .orElse(false);
    return mine && !ControlRods.isSet(tx, ControlRods.UPKEEP)
        ? pieces.get(piece).step(tx)
        : new Step("", 0, true);
  }
}
