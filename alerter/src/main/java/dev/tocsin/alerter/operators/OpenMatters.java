package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.List;

/** What operators are being told of, for the command line. */
public final class OpenMatters {

  private static final int MOST = 200;

  private final Db db;

  public OpenMatters(Db db) {
    this.db = db;
  }

  /**
   * One that lasts.
   *
   * @param told how often contacts were told
   * @param ackedBy empty: nobody
   */
  public record Matter(long id, String title, Instant openedAt, int told, String ackedBy) {}

  /** Those that last, the oldest first. */
  public List<Matter> all() {
    return db.query(
        "reading what operators are told of",
        """
        SELECT id, title, opened_at, tellings, acked_by FROM operator_alerts
         WHERE closed_at IS NULL ORDER BY opened_at, id LIMIT ?
        """,
        row ->
            new Matter(
                row.number("id"),
                row.string("title"),
                row.instant("opened_at"),
                row.integer("tellings"),
                row.string("acked_by")),
        MOST);
  }

  /**
   * Somebody looks after it: nobody is reminded any more.
   *
   * @return false if there is none with this id
   */
  public boolean acknowledge(long id, String by) {
    return db.update(
            "acknowledging",
            """
            UPDATE operator_alerts SET acked_at = now(), acked_by = ?,
                   next_at = CASE WHEN again = 'daily' THEN now() + interval '1 day' END
             WHERE id = ? AND closed_at IS NULL
            """,
            by,
            id)
        == 1;
  }
}
