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
 * The states of a transaction's checks: one statement, which fails if one is not as it was read.
 */
final class StateRows {

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

  private final List<FoldedCheck> states = new ArrayList<>();
  private Future<RowSet<Row>> written = Future.succeededFuture();

  void add(FoldedCheck check) {
    states.add(check);
  }

  /** Sends them, if there are any; the commit hears of failures. */
  void send(Work work) {
    if (!states.isEmpty()) {
      states.sort(Comparator.comparingLong(check -> check.row().id()));
      sendStates(work);
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
                .addArrayOfLong(column(is, Long[]::new, StateRows::micros))
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

  private static @Nullable Long micros(CheckState state) {
    return state.lastDuration() == null ? null : state.lastDuration().toNanos() / 1_000;
  }

  private static @Nullable Long unlessZero(long count) {
    return count == 0 ? null : count;
  }
}
