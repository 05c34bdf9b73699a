package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instant for which standings are computed. While we are behind with hearing, nobody may look
 * late or down by the clock alone, or a reader of the API would raise the alarm that we hold back.
 */
public final class Heard {

  /** Closer than this to now counts as now: an idle stream moves in steps of 250 ms. */
  private static final Duration CURRENT = Duration.ofSeconds(2);

  /** Blind time before that excuses nothing that the alerter has not judged long ago. */
  private static final Duration REACH = Duration.ofDays(31);

  private Heard() {}

  /**
   * Now, or the watermark where that is behind: the smallest {@code heard_through} of all open
   * streams, and while none is open, the last that was known. Now as long as no listener ever was
   * there. With it comes the time in which nobody heard, for the same reason.
   *
   * <p>Ask before reading any check, unless its row is locked: were it the other way round, a
   * backlog could be applied in between, and a check read before its ping be judged by a watermark
   * that counts on that ping.
   */
  public static AsOf asOf(Tx tx) {
    Instant at = instant(tx);
    return new AsOf(at, BlindRows.read(tx, at.minus(REACH)));
  }

  private static Instant instant(Tx tx) {
    return tx.first(
            "reading the watermark",
            """
            SELECT clock_timestamp() AS now,
                   coalesce(min(heard_through) FILTER (WHERE closed_at IS NULL),
                            max(heard_through)) AS heard
              FROM streams
            """,
            row -> asOf(row.instant("now"), row.instantOrNull("heard")))
        .orElseThrow();
  }

  private static Instant asOf(Instant now, @Nullable Instant heard) {
    return heard == null || heard.plus(CURRENT).isAfter(now) ? now : heard;
  }
}
