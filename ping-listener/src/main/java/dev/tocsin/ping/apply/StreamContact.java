package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.pg.Lease;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells whether a stream's row is the one that we know: of the same server, of the database that
 * the journal belongs to, and with the cursor as we left it. Inserts it where there is none.
 */
final class StreamContact {

  private final ApplierConfig config;
  private final JournalReader reader;
  private final Memory memory;
  private final Installation installation;
  private final ReadAhead ahead;
  private final StreamPosition position;
  private final StreamHearing hearing;
  private final Consumer<Attempt> settled;

  /**
   * @param settled hears of a commit whose answer was lost, and which has taken place
   */
  StreamContact(
      ApplierConfig config,
      JournalReader reader,
      Memory memory,
      Installation installation,
      ReadAhead ahead,
      StreamPosition position,
      StreamHearing hearing,
      Consumer<Attempt> settled) {
    this.config = config;
    this.reader = reader;
    this.memory = memory;
    this.installation = installation;
    this.ahead = ahead;
    this.position = position;
    this.hearing = hearing;
    this.settled = settled;
  }

  /** As {@link StreamApplier#contact}. */
  Optional<StreamRow> make(Lease lease, Instant first, Function<Instant, Correction> wrong) {
    UUID stream = reader.stream();
    Work work = new Work(lease, config.batchTimeout());
    try {
      Future<RowSet<Row>> locked = StreamRow.lock(work, stream);
      Future<RowSet<Row>> others = Strangers.ask(work, config.node());
      Future<RowSet<Row>> kept = StreamRow.correction(work, stream);
      Optional<StreamRow> found = StreamRow.of(work.answer(locked));
      if (found.isEmpty()) {
        if (!installation.accepts(Installation.of(work))) {
          work.rollBack();
          return Optional.empty();
        }
        Correction now = wrong.apply(Anchor.time(work));
        StreamRow.register(work, config, reader, now.of(reader.start(), first), now);
        kept = StreamRow.correction(work, stream);
        found = StreamRow.of(work.answer(StreamRow.lock(work, stream)));
        position.vanished();
      }
      ahead.correct(StreamRow.correction(work.answer(kept)));
      StreamRow row = found.orElseThrow();
      memory.isOf(row.serverStart());
      memory.strangers().look(row);
      memory.strangers().told(work.answer(others));
      boolean right = installation.accepts(row.installation());
      if (right) {
        compare(row);
      }
      position.stallToWrite().ifPresent(why -> StreamRow.stall(work, stream, why));
      work.commit();
      position.stallWritten();
      return right ? Optional.of(row) : Optional.empty();
    } catch (RuntimeException e) {
      work.giveUp(e);
      throw e;
    }
  }

  /** Whether a transaction may go by what we know; if not, the row is to be looked at anew. */
  boolean holds(StreamRow row) {
    return memory.isOf(row.serverStart())
        && memory.strangers().look(row)
        && installation.accepts(row.installation())
        && compare(row);
  }

  /**
   * Whether the cursor is the one that we expect; if not, ours is set right or the stream stops.
   */
  private boolean compare(StreamRow row) {
    hearing.is(row.hearing());
    boolean inStep = position.compare(row.cursor(), row.stalled());
    position.takeSettled().ifPresent(settled);
    return inStep;
  }
}
