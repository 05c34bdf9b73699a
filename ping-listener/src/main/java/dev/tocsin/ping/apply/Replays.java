package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.Columns.clean;

import dev.tocsin.domain.check.Others;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.PingCodec;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies pings again that were set aside, when an operator asks for it: whichever listener sees it
 * first does, exactly once. The row of the quarantine is locked first, and that it is settled is
 * committed with what the ping did; so a commit whose answer was lost is found in the row.
 *
 * <p>Nothing of it comes from the applier's memory, and nothing goes there: that is of a stream's
 * own pace, and a row that somebody else wrote is found out by it anyway. For the applier's thread.
 */
final class Replays {

  private static final Logger log = LoggerFactory.getLogger(Replays.class);

  private static final String NEXT =
      """
      SELECT id, position, heard_at, ping,
             coalesce((SELECT min(heard_through) FROM streams WHERE closed_at IS NULL), now())
        FROM quarantine WHERE wanted_at IS NOT NULL
       ORDER BY wanted_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private static final String DONE =
      """
      UPDATE quarantine SET wanted_at = NULL, settled = 'replayed', settled_at = now(),
             settled_by = wanted_by, tried_why = ''
       WHERE id = $1
      """;

  private static final String FAILED =
      """
      UPDATE quarantine SET wanted_at = NULL, tried_at = now(), tried_why = $2
       WHERE id = $1 AND wanted_at IS NOT NULL
      """;

  /** No position of a record that the database is known to refuse. */
  private static final long NOTHING = -1;

  private final ApplierConfig config;
  private final UUID stream;
  private final Supplier<HearingStep> hearing;
  private final Hints hints;

  /**
   * @param stream our own
   * @param hearing what it heard so far
   */
  Replays(ApplierConfig config, UUID stream, Supplier<HearingStep> hearing, Hints hints) {
    this.config = config;
    this.stream = stream;
    this.hearing = hearing;
    this.hints = hints;
  }

  /**
   * A row.
   *
   * @param heardThrough what all streams have surely delivered
   */
  private record Wanted(long id, long position, Instant at, byte[] ping, Instant heardThrough) {}

  /** Applies the next one that somebody asked for; true if there was one. */
  boolean runOnce(Supplier<Lease> leases) {
    Work work = new Work(leases.get(), config.batchTimeout());
    Wanted wanted = null;
    String whyNot;
    try {
      Iterator<Row> rows = work.answer(work.send(NEXT)).iterator();
      if (!rows.hasNext()) {
        work.rollBack();
        return false;
      }
      wanted = wanted(rows.next());
      whyNot = apply(work, wanted);
      if (whyNot.isEmpty()) {
        work.send(DONE, Tuple.of(wanted.id()));
        work.commit();
        hints.sent();
        log.info("a ping that was set aside (quarantine {}) is applied", wanted.id());
        return true;
      }
      work.rollBack();
    } catch (RuntimeException e) {
      work.giveUp(e);
      if (wanted == null || !PgTrouble.isData(e)) {
        throw e;
      }
      whyNot = "the database refuses it: " + PgTrouble.line(e);
    }
    note(leases.get(), wanted.id(), whyNot);
    return true;
  }

  private static Wanted wanted(Row row) {
    return new Wanted(
        row.getLong(0),
        row.getLong(1),
        row.getOffsetDateTime(2).toInstant(),
        row.getBuffer(3).getBytes(),
        row.getOffsetDateTime(4).toInstant());
  }

  /** Writes what the ping does; returns why it does nothing, or the empty text. */
  private String apply(Work work, Wanted wanted) {
    HeardPing ping;
    try {
      ping = PingCodec.decode(ByteBuffer.wrap(wanted.ping()));
    } catch (IllegalArgumentException e) {
      return "it cannot be read: " + e.getMessage();
    }
    Entry entry = new Entry(wanted.position(), wanted.position() + 1, wanted.at(), ping);
    List<Entry> entries = List.of(entry);
    Memory fresh = new Memory(config);
    Targets targets = new Targets(entries, fresh.ids());
    targets.find(work);
    Fold fold = new Fold(fresh);
    fold.ask(work, targets.ids());
    fold.load(work);
    var blind = new BlindReader(work, config, stream, hearing.get(), entries);
    Others others = new Others(wanted.heardThrough(), Instant.MAX);
    int passed = fold.apply(entries, targets, others, blind, NOTHING, position -> false);
    if (passed == 0) {
      return "it has to wait for other listeners";
    }
    for (String line : fold.rows().quarantined()) {
      return line.replaceFirst("^[0-9]+: ", "");
    }
    for (Settled one : fold.settled()) {
      if (one.result() == Applied.NOT_FOUND) {
        return "there is no check with this address";
      } else if (one.result() == Applied.AMBIGUOUS) {
        return "several checks have this slug";
      }
    }
    fold.rows().send(work, stream);
    hints.send(work, fold.rows());
    return "";
  }

  private void note(Lease lease, long id, String whyNot) {
    Work work = new Work(lease, config.batchTimeout());
    try {
      work.send(FAILED, Tuple.of(id, clean(whyNot)));
      work.commit();
      log.warn("a ping that was set aside (quarantine {}) still fails: {}", id, whyNot);
    } catch (RuntimeException e) {
      work.giveUp(e);
      throw e;
    }
  }
}
