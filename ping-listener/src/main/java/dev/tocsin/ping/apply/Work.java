package dev.tocsin.ping.apply;

import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on a leased connection, for a thread that may block. Statements are sent without
 * waiting for those before them; {@link #answer} waits. If one fails, the server refuses all that
 * follow and turns the commit into a rollback, so nothing needs to be checked on the way.
 */
final class Work {

  private static final Tuple NONE = Tuple.tuple();

  /**
   * As a setting: the commit is answered before it is on the server's disk. The server writes it
   * within moments, and before any later commit that waits for the disk; a crash of the server may
   * forget it, then all transactions after it, too.
   */
  static final String UNSYNCED = "synchronous_commit = off";

  private final Lease lease;
  private final Duration longest;
  private final List<Future<?>> sent = new ArrayList<>();
  private @Nullable Future<RowSet<Row>> commit;

  /**
   * Begins. The server ends by itself what we cannot end any more, when the connection broke: or
   * the row locks of a dead batch would hold up its own replay.
   */
  Work(Lease lease, Duration longest, String... settings) {
    this.lease = lease;
    this.longest = longest;
    long millis = longest.toMillis();
    String begin =
        "BEGIN; SET LOCAL lock_timeout = %d; SET LOCAL statement_timeout = %d; SET LOCAL idle_in_transaction_session_timeout = %d"
            .formatted(millis / 2, millis, millis);
    StringBuilder all = new StringBuilder(begin);
    for (String setting : settings) {
      all.append("; SET LOCAL ").append(setting);
    }
    sent.add(lease.connection().query(all.toString()).execute());
  }

  Future<RowSet<Row>> send(String sql) {
    return send(sql, NONE);
  }

  Future<RowSet<Row>> send(String sql, Tuple parameters) {
    Future<RowSet<Row>> answer = lease.connection().preparedQuery(sql).execute(parameters);
    sent.add(answer);
    return answer;
  }

  /** Has the commit wait for the server's disk, as the server would by itself. */
  void sync() {
    sent.add(lease.connection().query("SET LOCAL synchronous_commit TO DEFAULT").execute());
  }

  /** Waits for an answer; a failure of the statement is thrown as it is. */
  <T> T answer(Future<T> future) {
    // The lease's own time-out comes first and fails whatever is on its way.
    return Blocking.get(future, longest.multipliedBy(2));
  }

  /** Sends the commit and waits for it and for all statements; the first failure is thrown. */
  void commit() {
    commit(() -> {});
  }

  /** As {@link #commit()}, doing something useful while the server is busy. */
  void commit(Runnable meanwhile) {
    Future<RowSet<Row>> ending = lease.connection().query("COMMIT").execute();
    commit = ending;
    meanwhile.run();
    for (Future<?> statement : sent) {
      answer(statement);
    }
    answer(ending);
    lease.release();
  }

  /** Ends it without effect; a commit behind a failed statement has done so already. */
  void rollBack() {
    try {
      answer(commit == null ? lease.connection().query("ROLLBACK").execute() : commit);
      lease.release();
    } catch (RuntimeException e) {
      lease.discard(PgTrouble.line(e));
    }
  }

  /** Ends it after a failure: keeps the connection if the server merely refused something. */
  void giveUp(RuntimeException failure) {
    boolean healthy = failure instanceof PgException && !PgTrouble.isConnection(failure);
    if (healthy) {
      rollBack();
    } else {
      lease.discard(PgTrouble.line(failure));
    }
  }
}
