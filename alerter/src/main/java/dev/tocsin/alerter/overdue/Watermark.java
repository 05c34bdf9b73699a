package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Up to when everything that was heard is in the database: the smallest {@code heard_through} of
 * all open streams. With no open stream it stands still, and nothing becomes overdue.
 *
 * <p>It is worth nothing while streams may exist that could not register yet: after the database
 * was away, several listeners may be waiting to tell what they heard meanwhile. So after every gap
 * of our own (the start, a failed round, a long silence, a database that restarted or is another
 * one now) it is believed only after {@code settle}.
 */
final class Watermark {

  /** Longer than this without a look, at least, counts as a gap: we were stopped or stuck. */
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  /** So many polls may be missed. */
  private static final int POLLS = 3;

  private final long settleNanos;
  private final Duration gap;
  private final LongSupplier nanoTime;
  private final AlerterMetrics metrics;
  private boolean settled;
  private boolean counting;
  private long believedFrom;
  private long lastSeen;
  private @Nullable Instant serverStart;
  private Instant seenAt = Instant.MAX; // by the database's clock, which does not sleep with us

  /**
   * @param poll how often it is read
   */
  Watermark(Duration settle, Duration poll, LongSupplier nanoTime, AlerterMetrics metrics) {
    this.settleNanos = settle.toNanos();
    Duration missed = poll.multipliedBy(POLLS);
    this.gap = missed.compareTo(SHORTEST_GAP) > 0 ? missed : SHORTEST_GAP;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  /** Something was lost: wait again. */
  void distrust() {
    settled = false;
    counting = false;
  }

  /** The round that used the last reading is over. */
  void roundEnded() {
    lastSeen = nanoTime.getAsLong();
  }

  /** The watermark, if there is one and it may be believed. */
  Optional<Instant> read(Tx tx) {
    Reading reading =
        tx.first(
                "reading the watermark",
                """
                SELECT min(heard_through) AS heard, now() AS now,
                       pg_postmaster_start_time() AS server_start
                  FROM streams WHERE closed_at IS NULL
                """,
                Reading::of)
            .orElseThrow();
    Instant now = reading.now();
    // What a listener with a fast clock says of the future is not known yet.
    Optional<Instant> heard =
        Optional.ofNullable(reading.heard()).map(at -> at.isAfter(now) ? now : at);
    heard.ifPresent(at -> metrics.watermarkBehind(Duration.between(at, reading.now())));
    return isSettled(reading) ? heard : Optional.empty();
  }

  private boolean isSettled(Reading reading) {
    long now = nanoTime.getAsLong();
    boolean other = !reading.serverStart().equals(serverStart);
    // Our own clock stands still while the machine sleeps, the database's goes on.
    boolean slept =
        reading.now().isAfter(seenAt) && longer(Duration.between(seenAt, reading.now()));
    if (other || slept || longer(Duration.ofNanos(now - lastSeen))) {
      distrust();
    }
    serverStart = reading.serverStart();
    seenAt = reading.now();
    lastSeen = now;
    if (!settled && !counting) {
      counting = true;
      believedFrom = now + settleNanos;
    }
    settled = settled || now - believedFrom >= 0;
    return settled;
  }

  private boolean longer(Duration silence) {
    return silence.compareTo(gap) > 0;
  }

  private record Reading(@Nullable Instant heard, Instant now, Instant serverStart) {
    static Reading of(Row row) throws SQLException {
      return new Reading(
          row.instantOrNull("heard"), row.instant("now"), row.instant("server_start"));
    }
  }
}
