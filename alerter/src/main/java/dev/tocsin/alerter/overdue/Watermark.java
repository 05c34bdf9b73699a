package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.domain.check.Settling;
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
 * <p>It is worth nothing while streams may exist that could not register yet: it is believed only
 * when it has had the time to settle, see {@link Settling}.
 */
final class Watermark {

  /** So many polls may be missed. */
  private static final int POLLS = 3;

  /** A listener that says nothing for longer is not waited for. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Settling settling;
  private final LongSupplier nanoTime;
  private final AlerterMetrics metrics;
  private volatile boolean isAwaited;

  /**
   * @param poll how often it is read
   */
  Watermark(Duration settle, Duration poll, LongSupplier nanoTime, AlerterMetrics metrics) {
    Duration missed = poll.multipliedBy(POLLS);
    Duration shortest = Settling.SHORTEST_GAP;
    this.settling = new Settling(settle, missed.compareTo(shortest) > 0 ? missed : shortest);
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  /** Something was lost: wait again. */
  void distrust() {
    settling.distrust();
  }

  /** The round that used the last reading is over. */
  void roundEnded() {
    settling.seen(nanoTime.getAsLong());
  }

  /** Whether it was about to pass a check whose time had come when it was last read. */
  boolean isAwaited() {
    return isAwaited;
  }

  /** The watermark, if there is one and it may be believed. */
  Optional<Instant> read(Tx tx) {
    isAwaited = false;
    Reading reading =
        tx.first(
                "reading the watermark",
                """
                SELECT heard, now() AS now, pg_postmaster_start_time() AS server_start,
                       (SELECT min(wake_at) FROM check_state
                         WHERE wake_at >= greatest(heard, now() - ?::interval)) < now() AS awaited
                  FROM (SELECT min(heard_through) AS heard
                          FROM streams WHERE closed_at IS NULL) AS open
                """,
                Reading::of,
                LATE)
            .orElseThrow();
    Instant now = reading.now();
    // What a listener with a fast clock says of the future is not known yet.
    Optional<Instant> heard =
        Optional.ofNullable(reading.heard()).map(at -> at.isAfter(now) ? now : at);
    heard.ifPresent(at -> metrics.watermarkBehind(Duration.between(at, now)));
    settling.look(nanoTime.getAsLong(), now, reading.serverStart());
    Optional<Instant> believed = settling.settled() ? heard : Optional.empty();
    isAwaited = believed.isPresent() && reading.awaited();
    return believed;
  }

  private record Reading(
      @Nullable Instant heard, Instant now, Instant serverStart, boolean awaited) {
    static Reading of(Row row) throws SQLException {
      return new Reading(
          row.instantOrNull("heard"),
          row.instant("now"),
          row.instant("server_start"),
          row.flag("awaited"));
    }
  }
}
