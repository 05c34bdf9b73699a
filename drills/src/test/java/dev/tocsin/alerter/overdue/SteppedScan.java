package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The door to a scan on another clock. */
public final class SteppedScan {

  private SteppedScan() {}

  /** See {@link OverdueScan}. */
  public static OverdueScan of(
      Db db,
      Duration settle,
      Duration poll,
      int batch,
      FanOut fanOut,
      Runnable whenFlipped,
      AlerterMetrics metrics,
      LongSupplier nanoTime) {
    return new OverdueScan(
        db, settle, poll, batch, Optional.of(fanOut), whenFlipped, metrics, nanoTime);
  }
}
