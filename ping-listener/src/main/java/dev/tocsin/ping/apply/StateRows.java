package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.Columns.at;
import static dev.tocsin.ping.apply.Columns.column;
import static dev.tocsin.ping.apply.Columns.value;

import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The states of a transaction's checks: one statement, which fails if one of them is not as it was
 * read. Most pings move four columns; where all do, no others are sent.
 */
final class StateRows {

  // An unchanged wake_at, the only indexed column here, keeps the update HOT. The division fails,
  // and with it the transaction, if one of the rows is not the one that was folded.
  private static final String UPDATE =
      """
      WITH written AS (
        UPDATE check_state s
           SET n_pings = v.n_pings, last_ping = v.last_ping, deadline = v.deadline,
               rhythm = v.rhythm%s
          FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::timestamptz[],
                      $5::timestamptz[], $6::bigint[]%s)
               AS v(id, writer, n_pings, last_ping, deadline, rhythm%s)
         WHERE s.check_id = v.id AND s.xmin = v.writer
        RETURNING 1)
      SELECT 1 / (count(*) = cardinality($1))::int, pg_current_xact_id()::xid::text FROM written
      """;

  private static final String PINGED = UPDATE.formatted("", "", "");

  private static final String WHOLE =
      UPDATE.formatted(
          """
          ,
          status = v.status, last_start = v.last_start, last_start_rid = v.rid,
          last_duration = v.duration, wake_at = v.wake_at, progress = v.progress,
          n_start = v.n_start, n_fail = v.n_fail, n_log = v.n_log, n_ign = v.n_ign,
          credited_at = v.credited_at, credited_due = v.credited_due,
          blind_from = v.blind_from, blind_until = v.blind_until, name_by = v.name_by
          """,
          """
          ,
          $7::text[], $8::timestamptz[], $9::uuid[], $10::bigint[], $11::timestamptz[],
          $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],
          $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::timestamptz[],
          $21::timestamptz[]
          """,
          """
          ,
          status, last_start, rid, duration, wake_at,
          progress, n_start, n_fail, n_log, n_ign,
          credited_at, credited_due, blind_from, blind_until,
          name_by
          """);

  /** What {@link #UPDATE} fails with if a row was written by somebody else meanwhile. */
  private static final String DIVISION_BY_ZERO = "22012";

  private final List<FoldedCheck> states = new ArrayList<>();
  private Future<RowSet<Row>> written = Future.succeededFuture();

  void add(FoldedCheck check) {
    states.add(check);
  }

  /** Sends them, if there are any; the commit hears of failures. */
  void send(Work work) {
    if (states.isEmpty()) {
      return;
    }
    states.sort(Comparator.comparingLong(check -> check.row().id()));
    // One statement for all in any case: with two, rows would not be locked in the order of ids.
    written =
        states.stream().allMatch(FoldedCheck::merelyPinged)
            ? work.send(PINGED, columns(states))
            : work.send(WHOLE, allColumns(states));
  }

  /** Whether the states could not be written because one had changed since it was read. */
  boolean changedMeanwhile() {
    return written.failed() && PgTrouble.sqlState(written.cause()).equals(DIVISION_BY_ZERO);
  }

  /** Remembers the states as they are now that the transaction is committed. */
  void rememberIn(Recent<Long, CheckRow> rows) {
    if (!states.isEmpty()) {
      String transaction = written.result().iterator().next().getString(1);
      int writer = Integer.parseUnsignedInt(transaction);
      states.forEach(check -> rows.put(check.row().id(), check.writtenBy(writer)));
    }
  }

  /** What every ping moves. */
  private static Tuple columns(List<FoldedCheck> checks) {
    return Tuple.tuple()
        .addArrayOfLong(column(checks, Long[]::new, c -> c.row().id()))
        .addArrayOfInteger(column(checks, Integer[]::new, c -> c.row().writer()))
        .addArrayOfLong(column(checks, Long[]::new, c -> c.state().pings()))
        .addArrayOfOffsetDateTime(
            column(checks, OffsetDateTime[]::new, c -> at(c.state().lastPing())))
        .addArrayOfOffsetDateTime(column(checks, OffsetDateTime[]::new, c -> at(c.deadline())))
        .addArrayOfLong(column(checks, Long[]::new, c -> unlessZero(c.state().rhythm().bits())));
  }

  private static Tuple allColumns(List<FoldedCheck> checks) {
    List<CheckState> is = checks.stream().map(FoldedCheck::state).toList();
    List<KindCounts> counts = checks.stream().map(FoldedCheck::counts).toList();
    return columns(checks)
        .addArrayOfString(column(is, String[]::new, s -> s.status().word()))
        .addArrayOfOffsetDateTime(column(is, OffsetDateTime[]::new, s -> at(s.lastStart())))
        .addArrayOfUUID(column(is, UUID[]::new, s -> value(s.lastStartRun())))
        .addArrayOfLong(column(is, Long[]::new, StateRows::micros))
        .addArrayOfOffsetDateTime(column(checks, OffsetDateTime[]::new, c -> at(c.wake())))
        .addArrayOfString(column(is, String[]::new, s -> s.progress().text().orElse(null)))
        .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.start())))
        .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.fail())))
        .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.log())))
        .addArrayOfLong(column(counts, Long[]::new, c -> unlessZero(c.ignored())))
        .addArrayOfOffsetDateTime(ofCredit(is, Credit::at))
        .addArrayOfOffsetDateTime(ofCredit(is, Credit::due))
        .addArrayOfOffsetDateTime(ofCredit(is, credit -> credit.blind().since()))
        .addArrayOfOffsetDateTime(ofCredit(is, credit -> credit.blind().until()))
        .addArrayOfOffsetDateTime(ofCredit(is, Credit::nameBy));
  }

  private static @Nullable OffsetDateTime[] ofCredit(
      List<CheckState> states, Function<Credit, @Nullable Instant> part) {
    return column(
        states,
        OffsetDateTime[]::new,
        state -> state.credit() == null ? null : at(part.apply(state.credit())));
  }

  private static @Nullable Long micros(CheckState state) {
    return state.lastDuration() == null ? null : state.lastDuration().toNanos() / 1_000;
  }

  private static @Nullable Long unlessZero(long count) {
    return count == 0 ? null : count;
  }
}
