package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Mark;
import dev.tocsin.ping.pg.Lease;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A stream's transactions that apply no ping: how far an idle one has heard, and its end. */
final class QuietSteps {

  private final ApplierConfig config;
  private final UUID stream;
  private final StreamPosition position;
  private final StreamHearing hearing;
  private final Installation installation;
  private final Hints hints;

  QuietSteps(
      ApplierConfig config,
      UUID stream,
      StreamPosition position,
      StreamHearing hearing,
      Installation installation,
      Hints hints) {
    this.config = config;
    this.stream = stream;
    this.position = position;
    this.hearing = hearing;
    this.installation = installation;
    this.hints = hints;
  }

  /** As {@link StreamApplier#beat}; empty if the row was not as we left it. */
  Optional<Attempt> heard(Lease lease, Mark mark, Batch nothing) {
    HearingStep step = hearing.over(nothing).marked(mark.through());
    Work work = new Work(lease, config.heartbeatTimeout(), Work.UNSYNCED);
    boolean sync = !position.isSynced();
    if (sync) {
      work.sync();
    }
    try {
      Future<RowSet<Row>> heard =
          StreamRow.heard(
              work, stream, step.after(), position.cursor(), nothing.next(), installation.known());
      return commit(work, heard, nothing.next(), step, sync);
    } catch (RuntimeException e) {
      position.doubt(); // it may have been committed all the same
      work.giveUp(e);
      throw e;
    }
  }

  /** As {@link StreamApplier#close}; empty if the row was not as we left it. */
  Optional<Attempt> close(
      Lease lease, Batch rest, StreamRow.End why, Consumer<HearingStep> andThen) {
    HearingStep step = hearing.over(rest);
    andThen.accept(step);
    Work work = new Work(lease, config.heartbeatTimeout());
    try {
      Future<RowSet<Row>> closed =
          StreamRow.close(work, stream, step.after(), position.cursor(), rest.next(), why);
      return commit(work, closed, rest.next(), step, true);
    } catch (RuntimeException e) {
      position.doubt(); // it may have been committed all the same
      work.giveUp(e);
      throw e;
    }
  }

  /**
   * Commits a change of the row that the server has answered, and so locked the row for. Before
   * that, no commit may be on its way: on a connection that we give up, it could be read and
   * carried out after somebody else, or we ourselves, looked at the row.
   */
  private Optional<Attempt> commit(
      Work work, Future<RowSet<Row>> changed, long to, HearingStep step, boolean synced) {
    if (work.answer(changed).rowCount() == 1) {
      HearingRows.send(work, stream, to, step);
      hints.sendIfDue(work);
      position.attempt(Attempt.quiet(to, position.next(), step));
      work.commit();
      hearing.is(step);
      hints.sent();
      Attempt done = position.attemptDone();
      if (synced) {
        position.synced();
      }
      return Optional.of(done);
    }
    work.rollBack();
    position.doubt(); // the next contact finds out why
    return Optional.empty();
  }
}
