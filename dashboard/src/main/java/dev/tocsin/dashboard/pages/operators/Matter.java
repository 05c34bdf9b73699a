package dev.tocsin.dashboard.pages.operators;

import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with this installation, as operators were told of it.
 *
 * @param lines one paragraph each
 * @param closed null: it lasts
 * @param acked null: nobody looks after it yet
 * @param ackedBy as the command line or a page says it
 */
public record Matter(
    long id,
    String title,
    List<String> lines,
    Instant opened,
    @Nullable Instant closed,
    @Nullable Instant acked,
    String ackedBy) {

  public Matter {
    lines = List.copyOf(lines);
  }

  public boolean open() {
    return closed == null;
  }

  static Optional<Matter> find(Db db, long id) {
    return db.first(
        "reading matter %d of operators".formatted(id),
        """
        SELECT id, title, lines, opened_at, closed_at, acked_at, acked_by
          FROM operator_alerts WHERE id = ?
        """,
        row ->
            new Matter(
                row.number("id"),
                row.string("title"),
                row.strings("lines"),
                row.instant("opened_at"),
                row.instantOrNull("closed_at"),
                row.instantOrNull("acked_at"),
                row.string("acked_by")),
        id);
  }

  /** Ends the reminders; who did it first is kept. */
  static void acknowledge(Db db, long id, String by) {
    db.transaction(
        "acknowledging matter %d of operators".formatted(id),
        tx -> {
          int rows =
              tx.update(
                  "acknowledging",
                  """
                  UPDATE operator_alerts SET acked_at = now(), acked_by = ?,
                         next_at = CASE WHEN again = 'daily' THEN now() + interval '1 day' END
                   WHERE id = ? AND closed_at IS NULL AND acked_at IS NULL
                  """,
                  by,
                  id);
          return rows == 0
              ? 0
              : tx.update(
                  "noting that",
                  """
                  INSERT INTO audit (actor, action, detail)
                  SELECT ?, 'operators.acknowledge', jsonb_build_object('id', id, 'title', title)
                    FROM operator_alerts WHERE id = ?
                  """,
                  by,
                  id);
        });
  }
}
