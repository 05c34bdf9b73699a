package dev.tocsin.alerter.operators;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.List;

/**
 * Alerts that nobody has begun to send. A target that refuses is no business of operators: its
 * people are told. So only what waits before a channel that works counts.
 */
final class QueueOld implements Condition {

  private static final Duration MUCH = Duration.ofMinutes(5);

  private final Db db;

  QueueOld(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "measuring the queue of alerts",
        """
        WITH rods AS (
          SELECT name FROM control_rods
           WHERE name LIKE 'sending%' AND (until IS NULL OR until > now()))
        SELECT count(*) AS n FROM (
          SELECT id FROM flips WHERE NOT fanned_out AND noted_at < now() - ?
          UNION ALL
          SELECT d.id FROM deliveries d JOIN lanes l USING (channel_id) JOIN channels c ON c.id = d.channel_id
           WHERE d.message_id IS NULL AND d.withheld IS NULL AND d.created_at < now() - ?
             AND l.failures = 0 AND c.broken_since IS NULL
             AND (l.next_at IS NULL OR l.next_at < now() - ?) AND NOT EXISTS (SELECT FROM rods)
          UNION ALL
          SELECT m.id FROM messages m JOIN lanes l USING (channel_id)
           WHERE m.state = 'sending' AND m.attempts = 0 AND m.next_at < now() - ?
             AND l.failures = 0 AND NOT EXISTS (SELECT FROM rods)) waiting
        HAVING count(*) > 0
        """,
        row ->
            new Finding(
                "queue",
                Words.count(row.number("n"), "alert")
                    + (row.number("n") == 1 ? " has" : " have")
                    + " waited for over 5 minutes",
                List.of(
                    "They wait before channels that work, so it is the alerter that does not get"
                        + " on. Look whether one runs (/readyz), what its log says, and whether the"
                        + " database is slow."),
                "When alerts wait"),
        MUCH,
        MUCH,
        MUCH,
        MUCH);
  }
}
