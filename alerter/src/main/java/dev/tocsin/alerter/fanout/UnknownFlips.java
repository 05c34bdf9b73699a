package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flips with a status that this version does not know: a newer one wrote them, or a hand did. Whom
 * to tell of them cannot be decided here, so they stay as they are, and fan-out passes them by. A
 * version that knows the word hands them over. Not for several threads.
 */
final class UnknownFlips {

  private static final Logger log = LoggerFactory.getLogger(UnknownFlips.class);

  /** The words for a status that this version knows. */
  static final List<String> KNOWN = Arrays.stream(Status.values()).map(Status::word).toList();

  /** Often enough for people, too seldom to cost anything. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Db db;
  private final AlerterMetrics metrics;
  private long lookAt = System.nanoTime();
  private long reported;

  UnknownFlips(Db db, AlerterMetrics metrics) {
    this.db = db;
    this.metrics = metrics;
  }

  /** Counts them once a minute; one line in the log when there are more than before. */
  void look() {
    if (System.nanoTime() - lookAt < 0) {
      return;
    }
    lookAt = System.nanoTime() + EVERY.toNanos();
    Seen seen =
        db.first(
                "counting flips of an unknown status",
                """
                SELECT count(*) AS n, coalesce(min(id), 0) AS first FROM flips
                 WHERE NOT fanned_out AND NOT (old_status = ANY(?) AND new_status = ANY(?))
                """,
                row -> new Seen(row.number("n"), row.number("first")),
                KNOWN,
                KNOWN)
            .orElseThrow();
    metrics.flipsSetAside(seen.flips());
    if (seen.flips() > reported) {
      log.error(
          "{} flips have a status that this version does not know, the first is flip {}; they are"
              + " set aside for a version that does",
          seen.flips(),
          seen.first());
    }
    reported = seen.flips();
  }

  private record Seen(long flips, long first) {}
}
