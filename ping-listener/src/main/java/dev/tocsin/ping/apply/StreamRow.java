package dev.tocsin.ping.apply;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database says about a stream, and about itself.
 *
 * @param cursor everything before this journal position is applied
 * @param heardThrough how far it was heard, as far as the database knows
 * @param closed it was closed or retired
 * @param stalled why somebody (we, so far) stopped it; null: nobody did
 * @param installation which database this is
 * @param othersHeardThrough the smallest of all other open streams; {@link Instant#MAX}: we are
 *     alone. Read before any check is locked: what they heard up to there is in those checks
 * @param serverStart when this server process started: behind a pooler, the only sign of another
 */
record StreamRow(
    long cursor,
    Instant heardThrough,
    boolean closed,
    @Nullable String stalled,
    UUID installation,
    Instant othersHeardThrough,
    OffsetDateTime serverStart) {

  private static final String LOCK =
      """
      SELECT s.cursor, s.heard_through, s.closed_at IS NOT NULL, s.stalled_why, (SELECT id FROM installation),
             (SELECT min(o.heard_through) FROM streams o WHERE o.closed_at IS NULL AND o.id <> s.id),
             pg_postmaster_start_time()
        FROM streams s WHERE s.id = $1 FOR UPDATE OF s
      """;

  private static final String REGISTER =
      """
      INSERT INTO streams (id, node, address, opened_at, cursor, heard_through)
      VALUES ($1, $2, $3, $4, $5, $4) ON CONFLICT DO NOTHING
      """;

  // A live stream that was retired while we were cut off is open again once it has caught up.
  private static final String HEARD =
      """
      UPDATE streams SET heard_through = $2, cursor = $4, closed_at = NULL
       WHERE id = $1 AND cursor = $3 AND stalled_why IS NULL
         AND EXISTS (SELECT FROM installation WHERE id = $5)
      """;

  /** Locks the row: the first statement of every transaction of a stream. */
  static Future<RowSet<Row>> lock(Work work, UUID stream) {
    return work.send(LOCK, Tuple.of(stream));
  }

  /** What {@link #lock} answered; empty if there is no such row. */
  static Optional<StreamRow> of(RowSet<Row> rows) {
    Iterator<Row> all = rows.iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    Row row = all.next();
    OffsetDateTime others = row.getOffsetDateTime(5);
    return Optional.of(
        new StreamRow(
            row.getLong(0),
            row.getOffsetDateTime(1).toInstant(),
            row.getBoolean(2),
            row.getString(3),
            row.getUUID(4),
            others == null ? Instant.MAX : others.toInstant(),
            row.getOffsetDateTime(6)));
  }

  /** Inserts the row; {@code heardThrough} is also the instant at which the stream was opened. */
  static void register(
      Work work, UUID stream, ApplierConfig config, long cursor, Instant heardThrough) {
    work.send(
        REGISTER,
        Tuple.of(stream, config.node(), config.address(), BatchRows.at(heardThrough), cursor));
  }

  /** Moves the cursor on over what was applied, and says how far the stream has heard. */
  static void advance(Work work, UUID stream, long cursor, @Nullable Instant heardThrough) {
    work.send(
        "UPDATE streams SET cursor = $2, heard_through = coalesce($3, heard_through) WHERE id = $1",
        Tuple.of(stream, cursor, BatchRows.at(heardThrough)));
  }

  /** Says how far an idle stream has heard; no row if it is not as we left it. */
  static Future<RowSet<Row>> heard(
      Work work, UUID stream, Instant heardThrough, long from, long to, UUID installation) {
    return work.send(HEARD, Tuple.of(stream, BatchRows.at(heardThrough), from, to, installation));
  }

  /** All of it is applied, and there will be no more; no row if it is not as we left it. */
  static Future<RowSet<Row>> close(
      Work work, UUID stream, Instant heardThrough, long from, long to) {
    return work.send(
        """
        UPDATE streams SET heard_through = greatest(heard_through, $2), cursor = $4,
               closed_at = coalesce(closed_at, clock_timestamp())
         WHERE id = $1 AND cursor = $3 AND stalled_why IS NULL
        """,
        Tuple.of(stream, BatchRows.at(heardThrough), from, to));
  }

  /** Stops the stream until somebody who has looked into it clears {@code stalled_why}. */
  static void stall(Work work, UUID stream, String why) {
    work.send("UPDATE streams SET stalled_why = $2 WHERE id = $1", Tuple.of(stream, why));
  }
}
