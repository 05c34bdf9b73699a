package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;

/** Anchors the stamps to the database's clock, as exactly as the way to it allows. */
final class Anchor {

  /** The quickest of so many answers counts: its middle is nearest to the server's reading. */
  private static final int TRIES = 3;

  private static final String TIME = "SELECT clock_timestamp()";

  private final StampClock clock;

  Anchor(StampClock clock) {
    this.clock = clock;
  }

  /** The server's time, within a transaction. */
  static Instant time(Work work) {
    Row row = work.answer(work.send(TIME)).iterator().next();
    return row.getOffsetDateTime(0).toInstant();
  }

  /** Asks the server for the time; ends the lease. */
  void measure(Lease lease, Duration longest) {
    long quickest = Long.MAX_VALUE;
    long middle = 0;
    Instant said = Instant.EPOCH;
    try {
      for (int i = 0; i < TRIES; i++) {
        long asked = System.nanoTime();
        RowSet<Row> answer = Blocking.get(lease.connection().query(TIME).execute(), longest);
        long took = System.nanoTime() - asked;
        if (took < quickest) {
          quickest = took;
          middle = asked + took / 2;
          said = answer.iterator().next().getOffsetDateTime(0).toInstant();
        }
      }
      lease.release();
    } catch (RuntimeException e) {
      lease.discard(PgTrouble.line(e));
      throw e;
    }
    clock.anchor(said, middle);
  }
}
