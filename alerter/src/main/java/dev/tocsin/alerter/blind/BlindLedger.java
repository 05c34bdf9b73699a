package dev.tocsin.alerter.blind;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notes blind time for people: each interval once, when the watermark has passed its end, since
 * until then it may grow. With it go the runs that it may have hidden.
 */
public final class BlindLedger {

  /** Shorter blind time is outlived by clients that try again, and hides no run. */
  private static final Duration HIDES = Duration.ofSeconds(60);

  private BlindLedger() {}

  /**
   * Notes what is new, by time. The caller sees to it that nobody else does at the same time.
   *
   * @param heardThrough the watermark
   * @return how much of it there was
   */
  public static List<Interval> note(Tx tx, Instant heardThrough, int atOnce) {
    Optional<Instant> since = notedUntil(tx);
    if (since.isEmpty()) {
      return List.of();
    }
    BlindTimes blind = BlindRows.read(tx, since.get());
    List<Interval> over =
        blind.endingAfter(since.get()).stream()
            .filter(interval -> interval.until().isBefore(heardThrough))
            .limit(atOnce)
            .toList();
    over.forEach(interval -> note(tx, interval));
    return over;
  }

  /** Up to where it is noted; without anything noted, since somebody listened first. */
  private static Optional<Instant> notedUntil(Tx tx) {
    return tx.first(
            "reading up to when blind time is noted",
            """
            SELECT coalesce((SELECT max(until) FROM blind_times),
                            (SELECT min(opened_at) FROM streams)) AS since
            """,
            row -> Optional.ofNullable(row.instantOrNull("since")))
        .orElseThrow();
  }

  private static void note(Tx tx, Interval blind) {
    long id =
        tx.first(
                "noting blind time",
                """
                INSERT INTO blind_times (since, until, causes)
                SELECT b.since, b.until, ARRAY(
                    SELECT cause FROM deaf_times WHERE until > b.since AND since < b.until
                     UNION
                    SELECT closed_why FROM streams
                     WHERE closed_at IS NOT NULL AND closed_why IS NOT NULL
                       AND heard_through >= b.since AND heard_through < b.until
                     ORDER BY 1)
                  FROM (SELECT ?::timestamptz AS since, ?::timestamptz AS until) b
                RETURNING id
                """,
                row -> row.number("id"),
                blind.since(),
                blind.until())
            .orElseThrow();
    if (blind.length().compareTo(HIDES) > 0) {
      noteRuns(tx, id, blind);
    }
  }

  /**
   * The runs whose window overlaps it, roughly: what the state machine excuses by a narrower or a
   * wider window is settled by what it says of it.
   */
  private static void noteRuns(Tx tx, long id, Interval blind) {
    tx.update(
        "noting the runs that blind time may hide",
        """
        WITH overlapped AS (
          SELECT c.id, c.project_id,
                 coalesce(s.credited_due, s.deadline - c.grace) AS due
            FROM check_state s JOIN checks c ON c.id = s.check_id
           WHERE s.status = 'up' AND s.last_ping < ? AND c.blind_policy <> 'alert'
             AND (s.blind_from = ?
                  OR (s.credited_at IS NULL AND s.deadline > ?
                      AND s.deadline - c.grace - greatest(c.grace, interval '60 s') < ?))),
        noted AS (
          INSERT INTO blind_runs (blind_id, check_id) SELECT ?, id FROM overlapped)
        INSERT INTO blind_projects (blind_id, project_id, runs)
        SELECT ?, project_id, count(*) FILTER (WHERE due >= ? AND due < ?)
          FROM overlapped GROUP BY project_id
        """,
        blind.until(),
        blind.since(),
        blind.since(),
        blind.until(),
        id,
        id,
        blind.since(),
        blind.until());
  }
}
