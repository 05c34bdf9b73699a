package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.time.Duration;

/**
 * Removes old rows of tables whose ids follow their dates: it looks at the oldest few by the
 * primary key, and at no more than one row where that is young. What is kept costs nothing, however
 * much it is, and needs no index by date.
 */
final class OldestFirst {

  private final int rows;

  /**
   * @param rows most that are looked at in one step
   */
  OldestFirst(int rows) {
    this.rows = rows;
  }

  /**
   * One step.
   *
   * @param made the column with the date that ids follow
   * @param over the column with the date from which a row's age counts; null: not over yet
   * @param and what must hold besides, of the row {@code t}
   */
  Upkeep.Step remove(Tx tx, String table, String made, String over, String and, Duration keep) {
    int removed =
        tx.update(
            "removing old rows of " + table,
            """
            DELETE FROM %1$s WHERE id = ANY(ARRAY(
              SELECT id FROM (
                SELECT * FROM %1$s
                 WHERE (SELECT %2$s FROM %1$s ORDER BY id LIMIT 1) < now() - ?
                 ORDER BY id LIMIT ?) t
               WHERE %3$s < now() - ? AND %4$s))
            """
                .formatted(table, made, over, and),
            keep,
            rows,
            keep);
    return new Upkeep.Step(table, removed, removed < rows);
  }
}
