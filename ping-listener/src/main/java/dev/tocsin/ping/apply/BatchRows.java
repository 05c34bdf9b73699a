package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Unverified;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one transaction writes: one statement for each table, whatever the number of pings,
 * with one array for each column.
 */
final class BatchRows {

  // An unchanged wake_at, the only indexed column here, keeps the update HOT. The division fails,
  // and with it the transaction, if one of the rows is not the one that was folded.
  private static final String STATES =
      """
      WITH written AS (
        UPDATE check_state s
           SET status = v.status, n_pings = v.n_pings, last_ping = v.last_ping,
               last_start = v.last_start, last_start_rid = v.rid, last_duration = v.duration,
               deadline = v.deadline, wake_at = v.wake_at, progress = v.progress,
               n_start = v.n_start, n_fail = v.n_fail, n_log = v.n_log, n_ign = v.n_ign,
               rhythm = v.rhythm, credited_at = v.credited_at, credited_due = v.credited_due,
               blind_from = v.blind_from, blind_until = v.blind_until, name_by = v.name_by
          FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::timestamptz[],
                      $5::timestamptz[], $6::uuid[], $7::bigint[], $8::timestamptz[],
                      $9::timestamptz[], $10::text[], $11::text[]::xid[], $12::bigint[],
                      $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],
                      $17::timestamptz[], $18::timestamptz[], $19::timestamptz[],
                      $20::timestamptz[], $21::timestamptz[])
               AS v(id, status, n_pings, last_ping, last_start, rid, duration, deadline, wake_at,
                    progress, writer, n_start, n_fail, n_log, n_ign, rhythm, credited_at, credited_due,
                    blind_from, blind_until, name_by)
         WHERE s.check_id = v.id AND s.xmin = v.writer
        RETURNING 1)
      SELECT 1 / (count(*) = cardinality($1))::int, pg_current_xact_id()::xid::text FROM written
      """;

  /** What {@link #STATES} fails with if a row was written by somebody else meanwhile. */
  private static final String DIVISION_BY_ZERO = "22012";

  private static final String PINGS =
      """
      INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua, rid, exit_status,
                         body)
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[],
                           $6::text[], $7::text[], $8::text[], $9::uuid[], $10::smallint[],
                           $11::bytea[])
      """;

  private static final String FLIPS =
      """
      INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
      SELECT v.*, false
        FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) AS v
      """;

  private static final String UNVERIFIED =
      """
      INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
      SELECT v.*
        FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[],
                    $5::timestamptz[]) AS v
      """;

  // A cursor that was moved back by hand brings these a second time.
  private static final String QUARANTINE =
      """
      INSERT INTO quarantine (stream_id, position, record, why)
      SELECT $1, v.* FROM unnest($2::bigint[], $3::bytea[], $4::text[]) AS v
      ON CONFLICT DO NOTHING
      """;

  private static final String UNRESOLVED =
      """
      INSERT INTO unresolved_pings (stream_id, position, target, why, heard_at)
      SELECT $1, v.*
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[]) AS v
      ON CONFLICT DO NOTHING
      """;

  private record PingRow(long check, Entry entry, FoldedCheck.Step step) {}

  private record FlipRow(long check, Flip flip) {}

  private record UnverifiedRow(long check, Unverified run) {}

  private record AsideRow(Entry entry, String why) {}

  private final List<FoldedCheck> states = new ArrayList<>();
  private final List<PingRow> pings = new ArrayList<>();
  private final List<FlipRow> flips = new ArrayList<>();
  private final List<UnverifiedRow> unverified = new ArrayList<>();
  private final List<AsideRow> quarantined = new ArrayList<>();
  private final List<AsideRow> unresolved = new ArrayList<>();
  private Future<RowSet<Row>> written = Future.succeededFuture();

  void state(FoldedCheck check) {
    states.add(check);
  }

  void ping(long check, Entry entry, FoldedCheck.Step step) {
    pings.add(new PingRow(check, entry, step));
    step.flips().forEach(flip -> flips.add(new FlipRow(check, flip)));
    step.unverified().forEach(run -> unverified.add(new UnverifiedRow(check, run)));
  }

  void quarantine(Entry entry, String why) {
    quarantined.add(new AsideRow(entry, why));
  }

  void unresolved(Entry entry, Applied result) {
    String why = result == Applied.AMBIGUOUS ? "ambiguous slug" : "not found";
    unresolved.add(new AsideRow(entry, why));
  }

  int pings() {
    return pings.size();
  }

  int flips() {
    return flips.size();
  }

  List<String> quarantined() {
    return quarantined.stream().map(row -> row.entry().position() + ": " + row.why()).toList();
  }

  int unresolved() {
    return unresolved.size();
  }

  /** Sends all of it; the commit hears of failures. */
  void send(Work work, UUID stream) {
    if (!states.isEmpty()) {
      states.sort(Comparator.comparingLong(check -> check.row().id()));
      sendStates(work);
    }
    if (!pings.isEmpty()) {
      sendPings(work);
    }
    if (!unverified.isEmpty()) {
      sendUnverified(work);
    }
    if (!flips.isEmpty()) {
      sendFlips(work);
    }
    if (!quarantined.isEmpty()) {
      work.send(
          QUARANTINE,
          Tuple.of(stream)
              .addArrayOfLong(column(quarantined, Long[]::new, r -> r.entry().position()))
              .addArrayOfBuffer(column(quarantined, Buffer[]::new, r -> Aside.record(r.entry())))
              .addArrayOfString(column(quarantined, String[]::new, r -> clean(r.why()))));
    }
    if (!unresolved.isEmpty()) {
      work.send(
          UNRESOLVED,
          Tuple.of(stream)
              .addArrayOfLong(column(unresolved, Long[]::new, r -> r.entry().position()))
              .addArrayOfString(
                  column(unresolved, String[]::new, r -> clean(Aside.target(r.entry()))))
              .addArrayOfString(column(unresolved, String[]::new, AsideRow::why))
              .addArrayOfOffsetDateTime(
                  column(unresolved, OffsetDateTime[]::new, r -> at(r.entry().at()))));
    }
  }

  /** Whether the states could not be written because one had changed since it was read. */
  boolean changedMeanwhile() {
    return written.failed() && PgTrouble.sqlState(written.cause()).equals(DIVISION_BY_ZERO);
  }

  /** The states as they are now that the transaction is committed. */
  List<CheckRow> written() {
    if (states.isEmpty()) {
      return List.of();
    }
    String transaction = written.result().iterator().next().getString(1);
    return states.stream().map(state -> state.writtenBy(transaction)).toList();
  }

  private void sendStates(Work work) {
    List<CheckRow> found = states.stream().map(FoldedCheck::row).toList();
    List<CheckState> is = states.stream().map(FoldedCheck::state).toList();
    List<KindCounts> counts = states.stream().map(FoldedCheck::counts).toList();
    written =
        work.send(
            STATES,
            Tuple.tuple()
                .addArrayOfLong(column(found, Long[]::new, CheckRow::id))
                .addArrayOfString(column(is, String[]::new, s -> s.status().word()))
                .addArrayOfLong(column(is, Long[]::new, CheckState::pings))
                .addArrayOfOffsetDateTime(column(is, OffsetDateTime[]::new, s -> at(s.lastPing())))
                .addArrayOfOffsetDateTime(column(is, OffsetDateTime[]::new, s -> at(s.lastStart())))
                .addArrayOfUUID(column(is, UUID[]::new, s -> value(s.lastStartRun())))
                .addArrayOfLong(column(is, Long[]::new, BatchRows::micros))
                .addArrayOfOffsetDateTime(
                    column(states, OffsetDateTime[]::new, c -> at(c.deadline())))
                .addArrayOfOffsetDateTime(column(states, OffsetDateTime[]::new, c -> at(c.wake())))
                .addArrayOfString(column(is, String[]::new, s -> s.progress().text().orElse(null)))
                .addArrayOfString(column(found, String[]::new, CheckRow::writer))
                .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.start())))
                .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.fail())))
                .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.log())))
                .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.ignored())))
                .addArrayOfLong(column(is, Long[]::new, s -> unlessZero(s.rhythm().bits())))
                .addArrayOfOffsetDateTime(ofCredit(is, Credit::at))
                .addArrayOfOffsetDateTime(ofCredit(is, Credit::due))
                .addArrayOfOffsetDateTime(ofCredit(is, credit -> credit.blind().since()))
                .addArrayOfOffsetDateTime(ofCredit(is, credit -> credit.blind().until()))
                .addArrayOfOffsetDateTime(ofCredit(is, Credit::nameBy)));
  }

  private static @Nullable OffsetDateTime[] ofCredit(
      List<CheckState> states, Function<Credit, @Nullable Instant> part) {
    return column(
        states,
        OffsetDateTime[]::new,
        state -> state.credit() == null ? null : at(part.apply(state.credit())));
  }

  private void sendPings(Work work) {
    // Neighbours in the index are written one after the other: a quarter less work for the server.
    // The sort is stable, so the pings of a check stay in order.
    pings.sort(Comparator.comparingLong(PingRow::check));
    List<HeardPing> heard = pings.stream().map(row -> row.entry().ping()).toList();
    work.send(
        PINGS,
        Tuple.tuple()
            .addArrayOfLong(column(pings, Long[]::new, PingRow::check))
            .addArrayOfLong(column(pings, Long[]::new, r -> r.step().n()))
            .addArrayOfOffsetDateTime(column(pings, OffsetDateTime[]::new, r -> at(r.entry().at())))
            .addArrayOfString(column(pings, String[]::new, r -> r.step().kind().word()))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.scheme())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.method())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.remoteAddr())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.userAgent())))
            .addArrayOfUUID(column(heard, UUID[]::new, h -> value(h.run())))
            .addArrayOfShort(column(heard, Short[]::new, BatchRows::exitStatus))
            .addArrayOfBuffer(column(heard, Buffer[]::new, BatchRows::body)));
  }

  private void sendUnverified(Work work) {
    List<Unverified> runs = unverified.stream().map(UnverifiedRow::run).toList();
    work.send(
        UNVERIFIED,
        Tuple.tuple()
            .addArrayOfLong(column(unverified, Long[]::new, UnverifiedRow::check))
            .addArrayOfOffsetDateTime(column(runs, OffsetDateTime[]::new, r -> at(r.due())))
            .addArrayOfOffsetDateTime(
                column(runs, OffsetDateTime[]::new, r -> at(r.blind().since())))
            .addArrayOfOffsetDateTime(
                column(runs, OffsetDateTime[]::new, r -> at(r.blind().until())))
            .addArrayOfOffsetDateTime(column(runs, OffsetDateTime[]::new, r -> at(r.at()))));
  }

  private void sendFlips(Work work) {
    List<Flip> is = flips.stream().map(FlipRow::flip).toList();
    work.send(
        FLIPS,
        Tuple.tuple()
            .addArrayOfLong(column(flips, Long[]::new, FlipRow::check))
            .addArrayOfOffsetDateTime(column(is, OffsetDateTime[]::new, f -> at(f.at())))
            .addArrayOfString(column(is, String[]::new, f -> f.from().word()))
            .addArrayOfString(column(is, String[]::new, f -> f.to().word()))
            .addArrayOfString(column(is, String[]::new, f -> f.reason().word())));
  }

  /**
   * One column, without the nulls at its end: {@code unnest} gives them back. Most pings have no
   * run id, exit status or body, and most checks no run in progress, so such columns cost nothing.
   */
  private static <R, T> T[] column(
      List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
    T[] column = array.apply(rows.size());
    int length = 0;
    int i = 0;
    for (R row : rows) {
      column[i] = value.apply(row);
      if (column[i++] != null) {
        length = i;
      }
    }
    return length == column.length ? column : Arrays.copyOf(column, length);
  }

  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable UUID value(@Nullable RunId run) {
    return run == null ? null : run.value();
  }

  private static @Nullable Long micros(CheckState state) {
    return state.lastDuration() == null ? null : state.lastDuration().toNanos() / 1_000;
  }

  private static @Nullable Long unlessZero(long count) {
    return count == 0 ? null : count;
  }

  private static @Nullable Short exitStatus(HeardPing heard) {
    return heard.exitStatus() == null ? null : heard.exitStatus().shortValue();
  }

  private static @Nullable Buffer body(HeardPing heard) {
    return heard.body().length == 0 ? null : Buffer.buffer(heard.body());
  }

  /** Postgres refuses NUL in a text, and one such header would refuse the whole batch. */
  private static @Nullable String clean(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
