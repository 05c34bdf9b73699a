package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Others;
import dev.tocsin.domain.check.Settling;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a node brings its streams to the database: in batches, each in one transaction that first
 * compares the cursor. A ping that would judge silence waits until all who may have heard another
 * one are known to the database.
 */
final class Applier {

  private static final Duration ANCHOR_EVERY = Duration.ofSeconds(60);
  private static final int BATCH = 500;

  /** By default, and whichever protection is off. */
  private static final Duration OTHERS_SETTLE = Duration.ofSeconds(15);

  private final String node;
  private final Timeline time;
  private final EventLog log;
  private final Door door;
  private final Db db;
  private final Truth truth;
  private final List<Stream> streams;
  private final Listening listening;
  private final Supplier<StampClock> clock;
  private final boolean comparesCursor;
  private final Duration settle;
  private Settling settling;
  private boolean contactDue;
  private boolean losesAnswer;
  private Instant anchoredAt = Instant.MIN;

  Applier(
      String node,
      Timeline time,
      EventLog log,
      Door door,
      Truth truth,
      List<Stream> streams,
      Listening listening,
      Supplier<StampClock> clock,
      boolean comparesCursor,
      Duration settle) {
    this.node = node;
    this.time = time;
    this.log = log;
    this.door = door;
    this.db = door.db();
    this.truth = truth;
    this.streams = streams;
    this.listening = listening;
    this.clock = clock;
    this.comparesCursor = comparesCursor;
    this.settle = settle;
    this.settling = new Settling(settle, Settling.SHORTEST_GAP);
  }

  /** The process begins: memory is empty. */
  void begin() {
    settling = new Settling(settle, Settling.SHORTEST_GAP);
    contactDue = true;
    anchoredAt = Instant.MIN;
  }

  void loseAnswerToNextBatch() {
    losesAnswer = true;
  }

  private Stream own() {
    return streams.get(streams.size() - 1);
  }

  /** Brings what there is, or says how far it has heard. */
  void round() {
    try {
      work();
    } catch (DbException e) {
      settling.distrust();
      contactDue = true;
    }
  }

  private void work() {
    if (contactDue || Duration.between(anchoredAt, time.now()).compareTo(ANCHOR_EVERY) > 0) {
      contact();
    }
    for (Stream gone : List.copyOf(streams.subList(0, streams.size() - 1))) {
      if (!applyAll(gone)) {
        return;
      }
      close(gone, "ended");
    }
    if (own().isApplied()) {
      beat();
    } else {
      apply(own());
    }
  }

  /** Sends what it holds and closes its stream; nothing waits for other nodes any more. */
  void drain() {
    settling.hurry();
    if (applyAll(own())) {
      beat();
      close(own(), "stopped");
    }
  }

  private boolean applyAll(Stream stream) {
    while (!stream.isApplied()) {
      if (!apply(stream)) {
        return false;
      }
    }
    return true;
  }

  /** Streams of before are known to the database before our own row lets the watermark move. */
  private void contact() {
    boolean first = contactDue;
    Instant database =
        db.first("asking the time", "SELECT clock_timestamp() AS t", row -> row.instant("t"))
            .orElseThrow();
    clock.get().anchor(database, time.nanos());
    anchoredAt = time.now();
    if (first) {
      streams.removeIf(stream -> stream != own() && stream.journal.isEmpty() && !stream.registered);
      boolean late = isLate();
      streams.forEach(stream -> register(stream, late));
      contactDue = false;
    }
  }

  /**
   * Whether all others had the time to settle before us, and no row of ours has told them to wait:
   * what we heard meanwhile nobody could know of.
   */
  private boolean isLate() {
    return door.upFor().compareTo(OTHERS_SETTLE) > 0
        && !db.transaction("looking for a row of ours", tx -> StreamTable.isOpen(tx, node));
  }

  private void register(Stream stream, boolean late) {
    if (late && !stream.registered) {
      truth.unknown(stream.journal.subList(stream.applied, stream.journal.size()));
    }
    Instant heard = stream.isApplied() ? clock.get().next() : stream.oldest().at();
    db.transaction(
        "contact",
        tx -> {
          if (!stream.registered) {
            StreamTable.register(tx, stream.id, node, heard);
          }
          StreamTable.lock(tx, stream.id).ifPresent(row -> align(stream, row));
          return true;
        });
    stream.registered = true;
  }

  /** Somebody may have given this stream up; what it holds nobody has waited for. */
  private void retired(Stream stream, StreamTable.Position row) {
    Instant at = row.retiredAt();
    if (at != null && row.heardThrough().isBefore(at)) {
      truth.retired(
          new Interval(row.heardThrough(), at),
          stream.journal.subList(stream.applied, stream.journal.size()));
    }
  }

  private void align(Stream stream, StreamTable.Position row) {
    retired(stream, row);
    settling.look(time.nanos(), row.now(), row.serverStart());
    if (comparesCursor) {
      stream.applied = (int) row.cursor();
    }
  }

  boolean isAnchored() {
    return anchoredAt.isAfter(Instant.MIN);
  }

  /** Whether the database can be reached, as far as is known. */
  boolean reaches() {
    return !contactDue;
  }

  /** False if its next ping has to wait. */
  private boolean apply(Stream stream) {
    if (losesAnswer) {
      losesAnswer = false;
      door.loseNextAnswer();
    }
    List<Entry> batch = stream.next(BATCH);
    int applied = db.transaction("applying", tx -> applied(tx, stream, batch));
    settling.seen(time.nanos());
    if (applied > 0) {
      deafWritten(stream);
      stream.applied += applied;
      log.say("%s applied %d pings", node, applied);
    }
    return applied != 0;
  }

  /** How many; -1 if the row was not as we left it, and another try may do. */
  private int applied(Tx tx, Stream stream, List<Entry> batch) {
    Optional<StreamTable.Position> row = StreamTable.lock(tx, stream.id);
    if (row.isEmpty()) {
      return 0;
    }
    StreamTable.Position is = row.get();
    retired(stream, is);
    settling.look(time.nanos(), is.now(), is.serverStart());
    if (comparesCursor && is.cursor() != stream.applied) {
      align(stream, is);
      return -1;
    }
    StreamRows rows = new StreamRows(tx);
    Others known = settling.others(time.nanos(), is.others(), is.strangers());
    Instant others = known.heardThrough();
    List<Entry> certain = rows.beforeFirstMissed(batch, known.certainThrough());
    if (!certain.isEmpty()) {
      writeDeaf(tx, stream);
      rows.apply(stream.id, certain, is.cursor(), others);
      Truth.Applied how = new Truth.Applied(is.now(), others);
      certain.forEach(entry -> truth.applied(entry.id(), how));
    }
    return certain.size();
  }

  private void beat() {
    Stream own = own();
    Instant through = clock.get().next();
    boolean moved =
        db.transaction(
            "a beat",
            tx -> {
              StreamTable.lock(tx, own.id)
                  .ifPresent(
                      row -> {
                        retired(own, row);
                        settling.look(time.nanos(), row.now(), row.serverStart());
                      });
              writeDeaf(tx, own);
              return StreamTable.heard(tx, own.id, cursor(tx, own), through);
            });
    contactDue |= !moved;
    deafWritten(own);
  }

  /** In the transaction that moves heard_through over it. */
  private void writeDeaf(Tx tx, Stream stream) {
    if (stream == own()) {
      StreamTable.deaf(tx, stream.id, node, listening.gaps());
    }
  }

  private void deafWritten(Stream stream) {
    if (stream == own()) {
      listening.gapsWritten();
    }
  }

  private long cursor(Tx tx, Stream stream) {
    return comparesCursor
        ? stream.applied
        : StreamTable.lock(tx, stream.id).map(StreamTable.Position::cursor).orElse(0L);
  }

  private void close(Stream stream, String why) {
    Instant last =
        stream.journal.isEmpty()
            ? Instant.EPOCH
            : stream.journal.get(stream.journal.size() - 1).at();
    if (db.transaction(
        "closing", tx -> StreamTable.close(tx, stream.id, cursor(tx, stream), last, why))) {
      streams.remove(stream);
      log.say("%s closed a stream: %s", node, why);
    } else {
      contactDue = true;
    }
  }
}
