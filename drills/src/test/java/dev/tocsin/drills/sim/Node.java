package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Stamps;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model of a ping listener: accepts pings into a journal that outlives it, stamps them with the
 * real {@link StampClock}, and applies them in batches, each in one transaction that first compares
 * the cursor. A start adopts the streams of the starts before it.
 */
final class Node extends SimProcess {

  /** How often it applies, or says how far it has heard; the real one does so more often. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** How often it notes that it listens. */
  private static final Duration NOTE_EVERY = Duration.ofSeconds(1);

  private static final Duration ANCHOR_EVERY = Duration.ofSeconds(60);
  private static final int BATCH = 500;

  final Door door;
  private final Db db;
  private final Truth truth;
  private final Random random;
  private final boolean comparesCursor;
  private final List<Stream> streams = new ArrayList<>();
  private final List<Runnable> unanswered = new ArrayList<>();
  private final Listening listening = new Listening();
  private Duration wallOffset = Duration.ZERO;
  private Duration slowness = Duration.ZERO;
  private List<Node> peers = List.of();
  private @Nullable StampClock clock;
  private boolean contactDue;
  private boolean losesAnswer;
  private Instant anchoredAt = Instant.MIN;

  /**
   * @param comparesCursor false: a protection is off, and a commit of unknown outcome is repeated
   */
  Node(
      String name,
      Timeline time,
      EventLog log,
      VirtualPostgres postgres,
      Truth truth,
      Random random,
      boolean comparesCursor) {
    super(name, time, log);
    this.door = new Door(postgres);
    this.db = door.db();
    this.truth = truth;
    this.random = random;
    this.comparesCursor = comparesCursor;
  }

  @Override
  void begin() {
    streams.add(new Stream(new UUID(random.nextLong(), random.nextLong())));
    clock =
        new StampClock(
            time::nanos,
            () -> time.now().plus(wallOffset),
            time::nanos,
            event -> log.say("%s: clock event %s", name, event));
    contactDue = true;
    anchoredAt = Instant.MIN;
    unanswered.clear();
    listening.begin();
    note();
    later(TICK, this::tick);
  }

  private void note() {
    listens();
    later(NOTE_EVERY, this::note);
  }

  private void listens() {
    listening.note(clock().next()).ifPresent(gap -> log.say("%s was deaf in %s", name, gap));
  }

  void peers(List<Node> all) {
    peers = all;
  }

  /** It holds pings, and the database has not met it. */
  private boolean isStranger() {
    return isRunning() && !own().registered && !own().journal.isEmpty();
  }

  /** Somebody sets the clock of the machine. */
  void stepWall(Duration by) {
    log.say("%s: the clock is set by %s", name, by);
    wallOffset = wallOffset.plus(by);
  }

  /** The next batch is committed, and it never hears of that. */
  void loseAnswerToNextBatch() {
    losesAnswer = true;
  }

  /** Transactions take as long from now on. */
  void slow(Duration by) {
    slowness = by;
  }

  /** A request whose client does not wait any longer, and which is still in a queue here. */
  void leaveUnanswered(Runnable request) {
    unanswered.add(request);
  }

  @Override
  void resumed() {
    listens();
    List<Runnable> requests = List.copyOf(unanswered);
    unanswered.clear();
    requests.forEach(Runnable::run);
  }

  private StampClock clock() {
    if (clock == null) {
      throw new IllegalStateException(name + " never began");
    }
    return clock;
  }

  private Stream own() {
    return streams.get(streams.size() - 1);
  }

  /** Takes a ping: stamped, and on disk. */
  Entry accept(long check, PingKind kind, @Nullable RunId run) {
    Entry entry = truth.accepted(check, Stamps.ofPing(clock()), kind, run);
    own().journal.add(entry);
    log.say("%s hears %s", name, entry);
    return entry;
  }

  private void tick() {
    try {
      work();
    } catch (DbException e) {
      contactDue = true;
    }
    later(TICK.plus(slowness), this::tick);
  }

  private void work() {
    if (contactDue || Duration.between(anchoredAt, time.now()).compareTo(ANCHOR_EVERY) > 0) {
      contact();
    }
    for (Stream gone : List.copyOf(streams.subList(0, streams.size() - 1))) {
      while (!gone.isApplied()) {
        apply(gone);
      }
      close(gone, "ended");
    }
    if (!own().isApplied()) {
      apply(own());
    } else {
      beat();
    }
  }

  /** Streams of before are known to the database before our own row lets the watermark move. */
  private void contact() {
    boolean first = contactDue;
    Instant database =
        db.first("asking the time", "SELECT clock_timestamp() AS t", row -> row.instant("t"))
            .orElseThrow();
    clock().anchor(database, time.nanos());
    anchoredAt = time.now();
    if (first) {
      streams.removeIf(stream -> stream != own() && stream.journal.isEmpty() && !stream.registered);
      streams.forEach(this::register);
      contactDue = false;
    }
  }

  private void register(Stream stream) {
    Instant heard = stream.isApplied() ? clock().next() : stream.oldest().at();
    db.transaction(
        "contact",
        tx -> {
          if (!stream.registered) {
            StreamTable.register(tx, stream.id, name, heard);
          }
          StreamTable.lock(tx, stream.id).ifPresent(row -> align(stream, row.cursor()));
          return true;
        });
    stream.registered = true;
  }

  private void align(Stream stream, long cursor) {
    if (comparesCursor) {
      stream.applied = (int) cursor;
    }
  }

  private void apply(Stream stream) {
    List<Entry> batch = stream.next(BATCH);
    if (losesAnswer) {
      losesAnswer = false;
      door.loseNextAnswer();
    }
    boolean applied = db.transaction("applying", tx -> applied(tx, stream, batch));
    if (applied) {
      deafWritten(stream);
      stream.applied += batch.size();
      log.say("%s applied %d pings", name, batch.size());
    }
  }

  private boolean applied(Tx tx, Stream stream, List<Entry> batch) {
    Optional<StreamTable.Position> row = StreamTable.lock(tx, stream.id);
    if (row.isEmpty() || (comparesCursor && row.get().cursor() != stream.applied)) {
      row.ifPresent(is -> align(stream, is.cursor()));
      return false;
    }
    writeDeaf(tx, stream);
    new StreamRows(tx).apply(stream.id, batch, row.get().cursor(), row.get().others());
    batch.forEach(entry -> truth.appliedWith(entry.id(), row.get().others()));
    if (peers.stream().anyMatch(Node::isStranger)) {
      batch.forEach(entry -> truth.appliedBesideStranger(entry.id()));
    }
    return true;
  }

  private void beat() {
    Stream own = own();
    Instant through = clock().next();
    boolean moved =
        db.transaction(
            "a beat",
            tx -> {
              writeDeaf(tx, own);
              return StreamTable.heard(tx, own.id, cursor(tx, own), through);
            });
    contactDue |= !moved;
    deafWritten(own);
  }

  /** In the transaction that moves heard_through over it. */
  private void writeDeaf(Tx tx, Stream stream) {
    if (stream == own()) {
      StreamTable.deaf(tx, stream.id, name, listening.gaps());
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
      log.say("%s closed a stream: %s", name, why);
    } else {
      contactDue = true;
    }
  }

  /** SIGTERM: sends what it holds and closes its stream; without a database the next start does. */
  void stop() {
    if (!isAwake()) {
      return;
    }
    log.say("%s is asked to stop", name);
    try {
      while (!own().isApplied()) {
        apply(own());
      }
      beat();
      close(own(), "stopped");
    } catch (DbException e) {
      log.say("%s leaves its stream open", name);
    }
    end();
  }
}
