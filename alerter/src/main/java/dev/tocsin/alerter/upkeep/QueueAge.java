package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.time.Duration;

/** How old the oldest news is that has neither arrived nor been given up. */
final class QueueAge {

  private QueueAge() {}

  static Duration read(Tx tx) {
    return tx.first(
            "measuring what waits",
            """
            SELECT coalesce(now() - least(
                     (SELECT min(created_at) FROM messages WHERE state = 'sending'),
                     (SELECT min(created_at) FROM deliveries
                       WHERE message_id IS NULL AND withheld IS NULL),
                     (SELECT min(noted_at) FROM flips WHERE NOT fanned_out)),
                   interval '0') AS age
            """,
            row -> row.duration("age"))
        .orElse(Duration.ZERO);
  }
}
