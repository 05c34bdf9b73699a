package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.Mark;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies one stream to the database, one transaction at a time, each ping exactly once.
 *
 * <p>The cursor in the stream's row and what its pings did are committed together, and every
 * transaction starts by locking that row and comparing the cursor with ours. That one comparison
 * answers everything that can have happened in between. If a commit's answer was lost, the cursor
 * says whether it took place; and while the server may still be about to carry it out, its lock on
 * the row makes us wait. If the database came back older, the cursor is older by just as much, and
 * the journal repeats what it forgot. A cursor that moved forward by itself means that somebody
 * else writes this stream, and the only safe thing is to stop.
 *
 * <p>For the applier's thread. Passive: each call does one thing and says how it went.
 */
final class StreamApplier {

  private static final Logger log = LoggerFactory.getLogger(StreamApplier.class);

  /** The journal keeps what no synced commit has passed: so soon it may delete it. */
  private static final Duration SYNC_EVERY = Duration.ofSeconds(1);

  private final ApplierConfig config;
  private final JournalReader reader;
  private final Memory memory;
  private final KnownTargets known;
  private final LongPredicate answered;
  private final ReadAhead ahead;
  private final StreamPosition position;
  private final StreamHearing hearing;
  private final StreamContact contact;
  private final QuietSteps quiet;
  private final Narrowing narrowing;
  private final Patience patience = new Patience();
  private final Hints hints;
  private final Every syncing = new Every(SYNC_EVERY);
  private Optional<Attempt> done = Optional.empty();

  /**
   * @param owner whether this process writes the stream
   * @param answered whether a ping, by position, was answered 200 already: if its check turns out
   *     not to exist, that is to be shown to people
   */
  StreamApplier(
      ApplierConfig config,
      JournalReader reader,
      boolean owner,
      Memory memory,
      Installation installation,
      Hints hints,
      KnownTargets known,
      LongPredicate answered) {
    this.config = config;
    this.reader = reader;
    this.memory = memory;
    this.hints = hints;
    this.known = known;
    this.answered = answered;
    this.ahead = new ReadAhead(reader, config.maxBytes());
    this.position = new StreamPosition(reader, owner);
    this.hearing = new StreamHearing(position);
    this.contact =
        new StreamContact(
            config,
            reader,
            memory,
            installation,
            ahead,
            position,
            hearing,
            attempt -> done = Optional.of(attempt));
    this.quiet = new QuietSteps(config, reader.stream(), position, hearing, installation, hints);
    this.narrowing = new Narrowing(config.maxRecords());
  }

  UUID stream() {
    return reader.stream();
  }

  StreamPosition position() {
    return position;
  }

  /** What was committed by the last step, or turned out to have been; only once. */
  Optional<Attempt> takeDone() {
    Optional<Attempt> was = done;
    done = Optional.empty();
    return was;
  }

  /**
   * Looks at the stream's row after a connect, and inserts it if there is none.
   *
   * @param first the first stamp that is kept of it, as it was given
   * @param wrong what is wrong with its first stamps, by the database's time; asked if the stream
   *     is new to the database, which keeps it
   * @return the row as it is; empty if nothing can be applied to this database
   */
  Optional<StreamRow> contact(Lease lease, Instant first, Function<Instant, Correction> wrong) {
    return contact.make(lease, first, wrong);
  }

  /** Reads what is to be applied next; the cursor must be known. */
  Batch read() {
    return ahead.read(position.next(), Math.min(narrowing.limit(), patience.limit()));
  }

  /** The stamp of the stream's last record, as it was given, corrected. */
  Instant corrected(Instant last) {
    return ahead.correction().of(reader.end() - 1, last);
  }

  /** Whether the next ping has to wait a moment: other nodes may have heard one before it. */
  boolean waits() {
    return patience.waits();
  }

  /** How far the database says it was heard. Thread-safe. */
  Instant heardThrough() {
    return hearing.through();
  }

  /**
   * Applies what was read: one transaction. Does nothing if the stream's row is not as we left it,
   * if somebody else wrote one of the checks since we did, or if a ping has to wait: what is to be
   * read next follows from that.
   *
   * @param end where the journal ended before the read, if that was at its end
   */
  void apply(Lease lease, Batch batch, Optional<Mark> end) {
    long began = System.nanoTime();
    List<Entry> entries = batch.entries();
    Work work = new Work(lease, config.batchTimeout(), Work.UNSYNCED);
    Fold fold = new Fold(memory);
    try {
      Future<RowSet<Row>> stream = StreamRow.lock(work, stream());
      Targets targets = new Targets(entries, memory.ids());
      boolean complete = targets.complete();
      if (complete) {
        fold.ask(work, targets.ids());
      }
      Optional<StreamRow> row = StreamRow.of(work.answer(stream));
      if (row.isEmpty() || !contact.holds(row.get())) {
        work.rollBack();
        position.doubt();
        return;
      }
      if (!complete) {
        targets.find(work);
        fold.ask(work, targets.ids());
      }
      fold.load(work);
      HearingStep step = hearing.over(batch);
      end.filter(mark -> batch.next() >= mark.position())
          .ifPresent(mark -> step.marked(mark.through()));
      var blind = new BlindReader(work, config, stream(), step, entries);
      var others = memory.strangers().beside(row.get());
      int passed = fold.apply(entries, targets, others, blind, narrowing.poison(), answered);
      if (passed < entries.size()) {
        hold(work, entries, passed, step);
        return;
      }
      commit(work, batch, fold, step, row.get().heardRetired(entries), began);
      remember(entries, fold);
    } catch (RuntimeException e) {
      work.giveUp(e);
      if (fold.outdated()) {
        return;
      }
      if (PgTrouble.isData(e)) {
        narrowing.refused(entries);
      }
      throw e;
    }
  }

  /** All that lies before the ping that has to wait was heard: others may wait for just that. */
  private void hold(Work work, List<Entry> entries, int passed, HearingStep step) {
    patience.hold(passed);
    memory.strangers().told(work.answer(Strangers.ask(work, config.node())));
    Instant before = entries.get(0).at().minusNanos(1_000);
    if (entries.size() > 1 || step.hasRows() || !hearing.through().isBefore(before)) {
      work.rollBack();
      return;
    }
    Hearing until = step.through(before);
    StreamRow.advance(work, stream(), position.cursor(), until);
    work.commit();
    hearing.is(until);
  }

  private void commit(Work work, Batch batch, Fold fold, HearingStep step, int late, long began) {
    fold.rows().send(work, stream());
    StreamRow.advance(work, stream(), batch.next(), step.after());
    HearingRows.send(work, stream(), batch.next(), step);
    hints.send(work, fold.rows());
    position.attempt(Attempt.of(batch, position.next(), fold, late, step).took(began));
    // Whatever a crash of the server forgets, the journal repeats; what others may have seen and
    // acted on by then, an incident, a new check, should not have to happen twice.
    boolean sync = fold.isNews() || syncing.due();
    if (sync) {
      work.sync();
    }
    work.commit(() -> ahead.prepare(batch, narrowing.limit()));
    hearing.is(step);
    done = Optional.of(position.attemptDone().took(began));
    if (sync) {
      position.synced();
    }
    narrowing.succeeded();
    patience.succeeded();
    memory.strangers().seen();
    hints.sent();
  }

  private void remember(List<Entry> entries, Fold fold) {
    known.learn(entries, fold.settled());
    fold.committed();
    for (String line : fold.rows().quarantined()) {
      log.error("stream {}: record set aside at {}", stream(), line);
    }
  }

  /** Applies what was set aside and is asked for again; its stream must be known. */
  Replays replays() {
    return new Replays(config, stream(), hearing::now, hints);
  }

  /**
   * Says how far an idle stream has heard. May be forgotten by a crash of the server: the next one
   * comes soon.
   *
   * @param mark taken before the read that found nothing
   * @param nothing that read
   */
  void beat(Lease lease, Mark mark, Batch nothing) {
    tell(quiet.heard(lease, mark, nothing));
  }

  /**
   * Closes the stream in the database: all of it is applied, and there will be no more.
   *
   * @param rest the last read
   * @param andThen adds what is known of the end beside what the records say
   * @return false if the row was not as we left it
   */
  boolean close(Lease lease, Batch rest, StreamRow.End why, Consumer<HearingStep> andThen) {
    return tell(quiet.close(lease, rest, why, andThen));
  }

  private boolean tell(Optional<Attempt> attempt) {
    attempt.ifPresent(one -> memory.strangers().seen());
    attempt.filter(one -> one.step().hasRows()).ifPresent(one -> done = Optional.of(one));
    return attempt.isPresent();
  }
}
