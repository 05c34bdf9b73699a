package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.JournalReader;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a stream stands: our idea of its cursor, compared with the database's at the start of every
 * transaction.
 */
final class StreamPosition {

  private static final Logger log = LoggerFactory.getLogger(StreamPosition.class);

  private static final long UNKNOWN = -1;

  /** How much is read at once when a cursor's place is looked for. */
  private static final int SCAN_RECORDS = 10_000;

  private static final int SCAN_BYTES = 8 << 20;

  private final JournalReader reader;
  private final boolean owner;
  private long cursor = UNKNOWN; // what the database is expected to have
  private volatile long next; // where to read on: the same, unless what lies between is lost
  private long synced; // everything before it is on the server's disk for sure
  private boolean doubtful;
  private long effectEnd;
  private @Nullable Attempt attempt;
  private Optional<Attempt> settled = Optional.empty();
  private volatile @Nullable String stalled;
  private boolean stallUnwritten;
  private boolean stallTold;
  private boolean missing; // what lies before next, and was not applied, is no longer there

  /**
   * @param owner whether this process writes the stream: only it may stop the stream for everybody.
   *     What somebody else holds may be a copy, and the original goes on
   */
  StreamPosition(JournalReader reader, boolean owner) {
    this.reader = reader;
    this.owner = owner;
  }

  /** Whether the stream may be read on; otherwise its row must be looked at first. */
  boolean known() {
    return cursor != UNKNOWN && !doubtful;
  }

  /** The cursor that the database is expected to have. */
  long cursor() {
    return cursor;
  }

  /** Where to read on; everything before is applied. */
  long next() {
    return next;
  }

  /**
   * Everything before it is applied, and on the server's disk: no crash of the server forgets it.
   */
  long syncedTo() {
    return Math.min(synced, next);
  }

  /** Whether that is all that is applied. */
  boolean isSynced() {
    return synced >= next;
  }

  /** A commit that waited for the server's disk has taken all before it along. */
  void synced() {
    synced = next;
  }

  /** Whether records right before {@link #next} were never applied, and are gone. */
  boolean missing() {
    return missing;
  }

  /** Whether the stream may not go on before somebody has looked into it. */
  boolean stopped() {
    return stalled != null;
  }

  /** Why it stopped, for people; empty if it did not. */
  Optional<String> trouble() {
    return Optional.ofNullable(stalled)
        .map(why -> "stream " + reader.stream() + " stopped: " + why);
  }

  /** Why it stopped, if that is not written down yet. */
  Optional<String> stallToWrite() {
    return stallUnwritten ? Optional.ofNullable(stalled) : Optional.empty();
  }

  void stallWritten() {
    stallUnwritten = false;
  }

  /** The row may not be as we left it: look at it before anything else. */
  void doubt() {
    doubtful = true;
  }

  /** There was no row: it was inserted, or the database is older than the stream. */
  void vanished() {
    if (cursor != UNKNOWN || reader.start() > 0) {
      log.warn(
          "stream {} was not in the database: replaying it from {}",
          reader.stream(),
          reader.start());
    }
    if (reader.start() > 0) {
      lost(0);
    }
    cursor = UNKNOWN;
    effectEnd = 0;
    synced = 0;
    attempt = null;
  }

  void attempt(Attempt next) {
    attempt = next;
  }

  /** The attempt was committed. */
  Attempt attemptDone() {
    Attempt done = Objects.requireNonNull(attempt);
    cursor = done.to();
    next = done.to();
    effectEnd = Math.max(effectEnd, done.effectEnd());
    attempt = null;
    missing = false;
    return done;
  }

  /** An attempt whose answer was lost, and which turned out to have been committed; only once. */
  Optional<Attempt> takeSettled() {
    Optional<Attempt> was = settled;
    settled = Optional.empty();
    return was;
  }

  /**
   * Compares the database's cursor with ours, and takes it over where that is right.
   *
   * @param found what the database has
   * @param stalledWhy why the stream was stopped, as the database says; null: it was not
   * @return whether they were equal; otherwise read again from {@link #next}, unless it is {@link
   *     #stopped}
   */
  boolean compare(long found, @Nullable String stalledWhy) {
    Attempt open = attempt;
    attempt = null;
    doubtful = false;
    if (stopped() && !stallUnwritten && stalledWhy == null) {
      if (owner) {
        log.info("stream {} may go on, from {}", reader.stream(), found);
      }
      stalled = null;
      cursor = UNKNOWN;
      effectEnd = 0;
    }
    if (stalledWhy != null) {
      stalled = stalledWhy;
    }
    if (stopped()) {
      return false;
    }
    if (open != null && found == open.to()) {
      attempt = open;
      settled = Optional.of(attemptDone());
      return false;
    }
    if (found == cursor) {
      return true;
    }
    realign(found);
    return false;
  }

  private void realign(long found) {
    if (found > reader.end()) {
      stall("its cursor %d lies beyond the journal's end %d".formatted(found, reader.end()));
    } else if (cursor != UNKNOWN && found > cursor) {
      stall("its cursor was moved from %d to %d by somebody else".formatted(cursor, found));
    } else if (found < reader.start()) {
      lost(found);
      cursor = found;
      next = reader.start();
      effectEnd = next;
    } else if (found >= effectEnd) {
      goOn(found); // met for the first time, or a heartbeat got lost: no ping lies between
    } else if (isBoundary(found)) {
      log.warn(
          "the database is older than the journal: replaying stream {} from {}, it was at {}",
          reader.stream(),
          found,
          cursor);
      effectEnd = found;
      goOn(found);
    } else {
      stall("its cursor %d is not where a record begins".formatted(found));
    }
  }

  private void goOn(long from) {
    cursor = from;
    next = from;
    synced = Math.min(synced, from);
  }

  private void lost(long cursor) {
    missing = true;
    log.error(
        "stream {}: the journal no longer has what lies between {} and {}; pings are missing",
        reader.stream(),
        cursor,
        reader.start());
  }

  private void stall(String why) {
    stalled = why;
    stallUnwritten = owner;
    if (owner || !stallTold) {
      stallTold = true;
      log.error("stream {} stopped, nothing more of it is applied: {}", reader.stream(), why);
    }
  }

  /** Whether a record begins or ends there. Reads only if it must. */
  private boolean isBoundary(long cursor) {
    if (cursor == reader.start() || cursor == reader.end()) {
      return true;
    }
    int damaged = reader.damage().size();
    Batch here = reader.read(cursor, 1, SCAN_BYTES);
    boolean sound = reader.damage().size() == damaged;
    return (sound && here.next() > cursor) || endsAt(cursor);
  }

  private boolean endsAt(long cursor) {
    long from = reader.start();
    while (from < cursor) {
      Batch batch = reader.read(from, SCAN_RECORDS, SCAN_BYTES);
      for (Entry entry : batch.entries()) {
        if (entry.end() == cursor || entry.position() == cursor) {
          return true;
        }
      }
      if (batch.next() <= from || batch.next() == cursor) {
        return batch.next() == cursor;
      }
      from = batch.next();
    }
    return false;
  }
}
