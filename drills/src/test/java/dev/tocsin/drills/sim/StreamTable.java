package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows by which a stream says how far it has heard, as the listener writes them. */
final class StreamTable {

  private StreamTable() {}

  /**
   * The stream's row, locked.
   *
   * @param others what all other open streams have surely delivered
   * @param strangers there are nodes that have no open stream
   * @param retiredAt when somebody gave it up as dead or cut off; null: nobody did
   */
  record Position(
      long cursor,
      Instant others,
      Instant now,
      Instant serverStart,
      Instant heardThrough,
      boolean strangers,
      @Nullable Instant retiredAt) {}

  static Optional<Position> lock(Tx tx, UUID stream) {
    return tx.first(
        "locking a stream",
        """
        SELECT s.cursor, s.heard_through, now() AS now,
               CASE WHEN s.closed_why IN ('dead', 'cut_off') THEN s.closed_at END AS retired_at,
               pg_postmaster_start_time() AS server_start,
               coalesce((SELECT min(o.heard_through) FROM streams o
                          WHERE o.closed_at IS NULL AND o.id <> s.id),
                        timestamptz '3000-01-01') AS others,
               EXISTS (SELECT FROM streams c
                        WHERE c.node <> s.node AND c.closed_at IS NOT NULL
                          AND NOT EXISTS (SELECT FROM streams o
                                           WHERE o.node = c.node AND o.closed_at IS NULL))
                 AS strangers
          FROM streams s WHERE s.id = ? FOR UPDATE OF s
        """,
        row ->
            new Position(
                row.number("cursor"),
                row.instant("others"),
                row.instant("now"),
                row.instant("server_start"),
                row.instant("heard_through"),
                row.flag("strangers"),
                row.instantOrNull("retired_at")),
        stream);
  }

  /** Whether others wait for a stream of this node. */
  static boolean isOpen(Tx tx, String node) {
    return tx.first(
            "looking for open streams",
            "SELECT 1 AS one FROM streams WHERE node = ? AND closed_at IS NULL LIMIT 1",
            row -> true,
            node)
        .isPresent();
  }

  static void register(Tx tx, UUID stream, String node, Instant heardThrough) {
    tx.update(
        "registering a stream",
        """
        INSERT INTO streams (id, node, address, opened_at, heard_through) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        stream,
        node,
        node,
        heardThrough,
        heardThrough);
  }

  /** False if the row is not as we left it. */
  static boolean heard(Tx tx, UUID stream, long cursor, Instant through) {
    return tx.update(
            "moving heard_through",
            """
            UPDATE streams SET heard_through = ?, closed_at = NULL, closed_why = NULL
             WHERE id = ? AND cursor = ? AND stalled_why IS NULL
            """,
            through,
            stream,
            cursor)
        == 1;
  }

  static boolean close(Tx tx, UUID stream, long cursor, Instant through, String why) {
    return tx.update(
            "closing a stream",
            """
            UPDATE streams SET heard_through = greatest(heard_through, ?),
                   closed_at = coalesce(closed_at, clock_timestamp()),
                   closed_why = coalesce(closed_why, ?)
             WHERE id = ? AND cursor = ?
            """,
            through,
            why,
            stream,
            cursor)
        == 1;
  }

  /** Time in which the process was there and could not listen. */
  static void deaf(Tx tx, UUID stream, String node, List<Interval> times) {
    for (Interval time : times) {
      tx.update(
          "noting deaf time",
          """
          INSERT INTO deaf_times (stream_id, node, since, until, cause)
          VALUES (?, ?, ?, ?, 'suspended') ON CONFLICT DO NOTHING
          """,
          stream,
          node,
          time.since(),
          time.until());
    }
  }
}
