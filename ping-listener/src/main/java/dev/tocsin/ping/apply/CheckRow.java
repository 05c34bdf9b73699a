package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Progress;
import dev.tocsin.domain.check.Rhythm;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.ping.RunId;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code check_state}, as somebody left it.
 *
 * @param wake when the alerter looks at it; null: never
 * @param version of the settings that it was last judged by
 * @param writer the transaction that wrote it ({@code xmin}, unsigned): as long as it is the same,
 *     so is the row. Numbers of transactions come round after four billion, and our memory of a row
 *     would have to be that old, to the very transaction, for a changed row to be taken for
 *     unchanged
 * @param unreadable what is wrong with it; null: nothing
 */
record CheckRow(
    long id,
    CheckState state,
    KindCounts counts,
    @Nullable Instant wake,
    int version,
    int writer,
    @Nullable String unreadable) {

  /** Locks and reads states, in id order as everybody does; {@code $1}: ids. */
  static final String LOCK =
      """
      SELECT check_id, status, n_pings, last_ping, last_start, last_start_rid, last_duration,
             switched_at, edited_at, wake_at, rules_version, progress, xmin::text,
             n_start, n_fail, n_log, n_ign,
             rhythm, credited_at, credited_due, blind_from, blind_until, name_by
        FROM check_state WHERE check_id = ANY($1::bigint[])
       ORDER BY check_id FOR NO KEY UPDATE
      """;

  static CheckRow of(Row row) {
    Progress progress = Progress.NONE;
    String unreadable = null;
    try {
      progress = Progress.of(row.getString(11));
    } catch (IllegalArgumentException e) {
      unreadable = e.getMessage();
    }
    UUID run = row.getUUID(5);
    Long micros = row.getLong(6);
    CheckState state =
        new CheckState(
            Status.of(row.getString(1)),
            row.getLong(2),
            instant(row, 3),
            instant(row, 4),
            run == null ? null : new RunId(run),
            micros == null ? null : Duration.of(micros, ChronoUnit.MICROS),
            instant(row, 7),
            instant(row, 8),
            progress,
            new Rhythm(Optional.ofNullable(row.getLong(17)).orElse(0L)),
            credit(row));
    return new CheckRow(
        row.getLong(0),
        state,
        KindCounts.of(row, 13),
        instant(row, 9),
        row.getInteger(10),
        Integer.parseUnsignedInt(row.getString(12)),
        unreadable);
  }

  private static @Nullable Credit credit(Row row) {
    Instant at = instant(row, 18);
    if (at == null) {
      return null;
    }
    Interval blind = new Interval(present(row, 20), present(row, 21));
    return new Credit(at, present(row, 19), blind, instant(row, 22));
  }

  private static Instant present(Row row, int column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
