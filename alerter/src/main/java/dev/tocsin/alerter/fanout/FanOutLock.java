package dev.tocsin.alerter.fanout;

import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * Whoever makes deliveries of flips holds it, to the end of the transaction: of two at work, the
 * second could tell of a later flip of a check before the first has committed the earlier one.
 */
public final class FanOutLock {

  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 0x746f6373696e01L;

  private FanOutLock() {}

  /**
   * Takes it, unless another has it. What is to be handed over is read in a statement of its own
   * after this: it must see what the last holder committed.
   *
   * @return the database's time; empty: it is another's
   */
  public static Optional<Instant> take(Tx tx) {
    return tx
        .query(
            "locking the fan-out",
            """
            SELECT clock_timestamp() AS now WHERE pg_try_advisory_xact_lock(?)
            """,
            row -> row.instant("now"),
            LOCK)
        .stream()
        .findFirst();
  }
}
