package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.blind.BlindLedger;
import dev.tocsin.alerter.blind.BlindLimits;
import dev.tocsin.alerter.blind.BlindMessages;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes blind time once the watermark has passed it, and tells people what became of the runs in
 * it. Any number of alerters may do this: one at a time does.
 */
public final class BlindScan {

  private static final Logger log = LoggerFactory.getLogger(BlindScan.class);

  /** Whoever holds it notes and tells; of the whole database, so the number is ours alone. */
  private static final long LOCK = 0x746f6373696e11L;

  private final Db db;
  private final BlindLimits limits;
  private final Runnable whenTold;
  private final AlerterMetrics metrics;
  private final Watermark watermark;

  /**
   * @param settle how long after a gap of our own the watermark is not believed
   * @param whenTold called after messages were made
   */
  public BlindScan(
      Db db, Duration settle, BlindLimits limits, Runnable whenTold, AlerterMetrics metrics) {
    this(db, settle, limits, whenTold, metrics, System::nanoTime);
  }

  /** The same by another clock. */
  public BlindScan(
      Db db,
      Duration settle,
      BlindLimits limits,
      Runnable whenTold,
      AlerterMetrics metrics,
      LongSupplier nanoTime) {
    this.db = db;
    this.limits = limits;
    this.whenTold = whenTold;
    this.metrics = metrics;
    this.watermark = new Watermark(settle, limits.look(), nanoTime, metrics);
  }

  /** Notes and tells one batch; true if there may be more. */
  public boolean runOnce() {
    try {
      Round round = db.transaction("looking at blind time", this::round);
      watermark.roundEnded();
      for (Interval blind : round.noted()) {
        metrics.blind(blind.length());
        log.warn("nobody could hear from {} to {}", blind.since(), blind.until());
      }
      if (round.told() > 0) {
        log.info("{} messages about blind time", round.told());
        whenTold.run();
      }
      return round.noted().size() == limits.atOnce() || round.told() == limits.atOnce();
    } catch (RuntimeException e) {
      watermark.distrust();
      throw e;
    }
  }

  private Round round(Tx tx) {
    Optional<Instant> heardThrough = watermark.read(tx);
    if (heardThrough.isEmpty() || !alone(tx)) {
      return new Round(List.of(), 0);
    }
    List<Interval> noted = BlindLedger.note(tx, heardThrough.get(), limits.atOnce());
    return new Round(noted, BlindMessages.tell(tx, limits));
  }

  private static boolean alone(Tx tx) {
    return tx.first(
            "asking whether somebody else tells of blind time",
            "SELECT pg_try_advisory_xact_lock(?) AS got",
            row -> row.flag("got"),
            LOCK)
        .orElseThrow();
  }

  private record Round(List<Interval> noted, int told) {}
}
