package dev.tocsin.alerter.upkeep;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.List;

/**
 * Sweeps through the database, a bounded piece per round: pings past the number that their project
 * keeps, pings of checks that are gone, then what is older than the retention. A sweep that removed
 * something is soon followed by another.
 *
 * <p>One alerter at a time, by an advisory lock of each round's transaction; the place of the sweep
 * is kept in memory, since starting again is cheap.
 */
public final class Upkeep {

  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 0x746f6373696e02L;

  private final Db db;
  private final UpkeepLimits limits;
  private final AlerterMetrics metrics;
  private final PingPruning pings;
  private final OldRows old;
  private final List<Piece> pieces;
  private int piece;
  private boolean removedAny;
  private long restUntil = System.nanoTime();

  /** A part of a sweep; its bounded steps are taken until it says that it is through. */
  interface Piece {

    /** Takes one step. */
    Step step(Tx tx);
  }

  /** What a step did. */
  record Step(String table, int removed, boolean through) {}

  public Upkeep(Db db, UpkeepLimits limits, AlerterMetrics metrics) {
    this.db = db;
    this.limits = limits;
    this.metrics = metrics;
    this.pings = new PingPruning(limits);
    this.old = new OldRows(limits);
    this.pieces = List.of(pings, old::messages, old::flips, old::sessions);
  }

  /** One step; true if the sweep goes on. */
  public boolean runOnce() {
    metrics.oldestWaiting(db.transaction("measuring what waits", QueueAge::read));
    if (System.nanoTime() - restUntil < 0) {
      return false;
    }
    Step step = db.transaction("upkeep", this::step);
    if (step.removed() > 0) {
      removedAny = true;
      metrics.pruned(step.table(), step.removed());
    }
    if (step.through()) {
      piece = (piece + 1) % pieces.size();
      if (piece == 0) {
        rest();
        return false;
      }
    }
    return true;
  }

  private Step step(Tx tx) {
    boolean mine =
        tx.first(
                "locking the upkeep",
                "SELECT pg_try_advisory_xact_lock(?) AS mine",
                row -> row.flag("mine"),
                LOCK)
            .orElse(false);
    return mine ? pieces.get(piece).step(tx) : new Step("", 0, true);
  }

  private void rest() {
    Duration pause = removedAny ? limits.sweepPause() : limits.idlePause();
    restUntil = System.nanoTime() + pause.toNanos();
    removedAny = false;
  }
}
