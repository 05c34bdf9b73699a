package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.JournalReader;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database says about a stream, and about itself.
 *
 * @param cursor everything before this journal position is applied
 * @param hearing what it heard, as far as the database knows
 * @param closedAt when it was closed or retired; null: it is open
 * @param retired it was given up, as dead or cut off
 * @param stalled why somebody (we, so far) stopped it; null: nobody did
 * @param installation which database this is
 * @param othersHeardThrough the smallest of all other open streams; {@link Instant#MAX}: we are
 *     alone. Read before any check is locked: what they heard up to there is in those checks
 * @param serverStart when this server process started: behind a pooler, the only sign of another
 * @param now by its clock
 */
record StreamRow(
    long cursor,
    Hearing hearing,
    @Nullable Instant closedAt,
    boolean retired,
    @Nullable String stalled,
    UUID installation,
    Instant othersHeardThrough,
    OffsetDateTime serverStart,
    Instant now) {

  private static final String LOCK =
      """
      SELECT s.cursor, s.heard_through, s.closed_at, s.stalled_why, (SELECT id FROM installation),
             (SELECT min(o.heard_through) FROM streams o WHERE o.closed_at IS NULL AND o.id <> s.id),
             pg_postmaster_start_time(), s.opened_at,
             s.closed_at IS NOT NULL AND s.closed_why IN ('dead', 'cut_off'), now()
        FROM streams s WHERE s.id = $1 FOR UPDATE OF s
      """;

  private static final String REGISTER =
      """
      INSERT INTO streams (id, node, address, opened_at, cursor, heard_through,
                           wrong_before, wrong_by)
      VALUES ($1, $2, $3, $4, $5, $4, $6, $7) ON CONFLICT DO NOTHING
      """;

  private static final String CORRECTION =
      "SELECT wrong_before, wrong_by FROM streams WHERE id = $1";

  // A live stream that was retired while we were cut off is open again once it has caught up.
  private static final String HEARD =
      """
      UPDATE streams SET opened_at = $6, heard_through = $2, cursor = $4,
             closed_at = NULL, closed_why = NULL
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
    OffsetDateTime closed = row.getOffsetDateTime(2);
    return Optional.of(
        new StreamRow(
            row.getLong(0),
            new Hearing(row.getOffsetDateTime(7).toInstant(), row.getOffsetDateTime(1).toInstant()),
            closed == null ? null : closed.toInstant(),
            Boolean.TRUE.equals(row.getBoolean(8)),
            row.getString(3),
            row.getUUID(4),
            others == null ? Instant.MAX : others.toInstant(),
            row.getOffsetDateTime(6),
            row.getOffsetDateTime(9).toInstant()));
  }

  /** How many of these nobody waited for: whoever retired the stream did not know that it hears. */
  int heardRetired(List<Entry> entries) {
    Instant since = retired ? closedAt : null;
    return since == null
        ? 0
        : (int) entries.stream().filter(entry -> entry.at().isAfter(since)).count();
  }

  /** Inserts the row of a stream of which nothing is applied yet. */
  static void register(
      Work work,
      ApplierConfig config,
      JournalReader reader,
      Instant openedAt,
      Correction correction) {
    work.send(
        REGISTER,
        Tuple.of(reader.stream(), config.node(), config.address(), Columns.at(openedAt))
            .addLong(reader.start())
            .addLong(correction.before())
            .addLong(correction.by().toNanos() / 1_000));
  }

  /** Asks for what is wrong with the stream's first stamps. */
  static Future<RowSet<Row>> correction(Work work, UUID stream) {
    return work.send(CORRECTION, Tuple.of(stream));
  }

  /** What {@link #correction} answered; none if there is no such row. */
  static Correction correction(RowSet<Row> rows) {
    Iterator<Row> all = rows.iterator();
    if (!all.hasNext()) {
      return Correction.NONE;
    }
    Row row = all.next();
    return new Correction(row.getLong(0), Duration.of(row.getLong(1), ChronoUnit.MICROS));
  }

  /** Moves the cursor on over what was applied, and says how far the stream has heard. */
  static void advance(Work work, UUID stream, long cursor, Hearing hearing) {
    work.send(
        "UPDATE streams SET cursor = $2, opened_at = $3, heard_through = $4 WHERE id = $1",
        Tuple.of(stream, cursor, Columns.at(hearing.openedAt()), Columns.at(hearing.through())));
  }

  /** Says how far an idle stream has heard; no row if it is not as we left it. */
  static Future<RowSet<Row>> heard(
      Work work, UUID stream, Hearing hearing, long from, long to, UUID installation) {
    Tuple values = Tuple.of(stream, Columns.at(hearing.through()), from, to, installation);
    return work.send(HEARD, values.addOffsetDateTime(Columns.at(hearing.openedAt())));
  }

  /** Why a stream is over. */
  enum End {
    /** Its process ended in good order. */
    STOPPED("stopped"),
    /** Its process was gone, as somebody found who came later. */
    ENDED("ended");

    final String word;

    End(String word) {
      this.word = word;
    }
  }

  /**
   * All of it is applied, and there will be no more; no row if it is not as we left it. Others may
   * have retired it before: when, stays; why, too, unless it turns out to have been a stop.
   */
  static Future<RowSet<Row>> close(
      Work work, UUID stream, Hearing hearing, long from, long to, End why) {
    return work.send(
        """
        UPDATE streams SET opened_at = $5, heard_through = $2, cursor = $4,
               closed_at = coalesce(closed_at, clock_timestamp()),
               closed_why = CASE WHEN $6 = 'stopped' THEN $6 ELSE coalesce(closed_why, $6) END
         WHERE id = $1 AND cursor = $3 AND stalled_why IS NULL
        """,
        Tuple.of(stream, Columns.at(hearing.through()), from, to)
            .addOffsetDateTime(Columns.at(hearing.openedAt()))
            .addString(why.word));
  }

  /** Stops the stream until somebody who has looked into it clears {@code stalled_why}. */
  static void stall(Work work, UUID stream, String why) {
    work.send("UPDATE streams SET stalled_why = $2 WHERE id = $1", Tuple.of(stream, why));
  }
}
