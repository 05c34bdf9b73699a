package dev.tocsin.ping.apply;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Notifications, which hurry others and on which nothing depends. That flips were written is said
 * at once; that checks moved, which happens all the time, about once a second. For one thread.
 */
final class Hints {

  private static final long CHECKS_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String NOTIFY = "SELECT pg_notify($1, '')";

  private boolean checksMoved;
  private boolean saidSo;
  private long saidAt = System.nanoTime() - CHECKS_EVERY_NANOS;

  /** Adds what is to be said to the transaction that writes these rows. */
  void send(Work work, BatchRows rows) {
    if (rows.flips() > 0) {
      work.send(NOTIFY, Tuple.of("tocsin_flips"));
    }
    checksMoved |= rows.pings() > 0;
    sendIfDue(work);
  }

  /** Says what was held back, if it is time. */
  void sendIfDue(Work work) {
    saidSo = checksMoved && System.nanoTime() - saidAt >= CHECKS_EVERY_NANOS;
    if (saidSo) {
      work.send(NOTIFY, Tuple.of("tocsin_checks"));
    }
  }

  /** The transaction was committed. */
  void sent() {
    if (saidSo) {
      saidSo = false;
      checksMoved = false;
      saidAt = System.nanoTime();
    }
  }
}
