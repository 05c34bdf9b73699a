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

  /** Longer than this without a look counts as a gap: we were stopped, suspended or stuck. */
  private static final long GAP_NANOS = Duration.ofSeconds(5).toNanos();

  private final long settleNanos;
  private final LongSupplier nanoTime;
  private final AlerterMetrics metrics;
  private boolean settled;
  private boolean counting;
  private long believedFrom;
  private long lastSeen;
  private @Nullable Instant serverStart;

  Watermark(Duration settle, LongSupplier nanoTime, AlerterMetrics metrics) {
    this.settleNanos = settle.toNanos();
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
    Optional<Instant> heard = Optional.ofNullable(reading.heard());
    heard.ifPresent(at -> metrics.watermarkBehind(Duration.between(at, reading.now())));
    return isSettled(reading.serverStart()) ? heard : Optional.empty();
  }

  private boolean isSettled(Instant start) {
    long now = nanoTime.getAsLong();
    if (!start.equals(serverStart) || now - lastSeen > GAP_NANOS) {
      distrust();
    }
    serverStart = start;
    lastSeen = now;
    if (!settled && !counting) {
      counting = true;
      believedFrom = now + settleNanos;
    }
    settled = settled || now - believedFrom >= 0;
    return settled;
  }

  private record Reading(@Nullable Instant heard, Instant now, Instant serverStart) {
    static Reading of(Row row) throws SQLException {
      return new Reading(
          row.instantOrNull("heard"), row.instant("now"), row.instant("server_start"));
    }
  }
}
