package dev.tocsin.drills.sim;

import dev.tocsin.alerter.streams.SteppedWatch.Says;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.ClockEvent;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Stamps;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model of a ping listener: accepts pings into a journal that outlives it, stamps them with the
 * real {@link StampClock}, and has them applied by an {@link Applier}. A start adopts the streams
 * of the starts before it.
 */
final class Node extends SimProcess {

  /** How often it applies, or says how far it has heard; the real one does so more often. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** How often it notes that it listens. */
  private static final Duration NOTE_EVERY = Duration.ofSeconds(1);

  final Door door;
  private final Truth truth;
  private final Random random;
  private final boolean corrects;
  private final Applier applier;
  private final List<Stream> streams = new ArrayList<>();
  private final List<Runnable> unanswered = new ArrayList<>();
  private final Listening listening = new Listening();
  private Duration wallOffset = Duration.ZERO;
  private Duration slowness = Duration.ZERO;
  private @Nullable StampClock clock;

  /**
   * @param comparesCursor false: a protection is off, and a commit of unknown outcome is repeated
   * @param corrects false: a protection is off, and stamps stay as a wrong clock gave them
   * @param settle how long after a gap it does not judge silence
   */
  Node(
      String name,
      Timeline time,
      EventLog log,
      VirtualPostgres postgres,
      Truth truth,
      Random random,
      boolean comparesCursor,
      boolean corrects,
      Duration settle) {
    super(name, time, log);
    this.door = new Door(postgres);
    this.truth = truth;
    this.random = random;
    this.corrects = corrects;
    this.applier =
        new Applier(
            name, time, log, door, truth, streams, listening, this::clock, comparesCursor, settle);
  }

  @Override
  void begin() {
    streams.add(new Stream(new UUID(random.nextLong(), random.nextLong())));
    clock =
        new StampClock(time::nanos, () -> time.now().plus(wallOffset), time::nanos, this::jumped);
    applier.begin();
    unanswered.clear();
    listening.begin();
    note();
    later(TICK, this::tick);
  }

  /** What a stream holds that the database has not met was stamped by the wrong clock, too. */
  private void jumped(ClockEvent event) {
    log.say("%s: clock event %s", name, event);
    if (event.why() == ClockEvent.Why.CORRECTED) {
      Duration by = Duration.between(event.from(), event.to());
      if (corrects) {
        listening.correct(by);
      }
      streams.stream()
          .filter(stream -> !stream.registered)
          .flatMap(stream -> stream.journal.stream())
          .forEach(entry -> entry.correct(by, corrects));
    }
  }

  private void note() {
    listens();
    later(NOTE_EVERY, this::note);
  }

  private void listens() {
    listening.note(clock().next()).ifPresent(gap -> log.say("%s was deaf in %s", name, gap));
  }

  /** Somebody sets the clock of the machine. */
  void stepWall(Duration by) {
    log.say("%s: the clock is set by %s", name, by);
    wallOffset = wallOffset.plus(by);
  }

  boolean isClockRight() {
    return wallOffset.isZero();
  }

  /** Whether it goes by the database's time, and not by the clock of its machine. */
  boolean isAnchored() {
    return isAwake() && applier.isAnchored();
  }

  /** The next batch is committed, and it never hears of that. */
  void loseAnswerToNextBatch() {
    applier.loseAnswerToNextBatch();
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

  /** What it writes now. */
  Stream own() {
    return streams.get(streams.size() - 1);
  }

  /** Takes a ping: stamped, and on disk. */
  Entry accept(long check, PingKind kind, @Nullable RunId run) {
    Entry entry = truth.accepted(check, time.now(), Stamps.ofPing(clock()), kind, run);
    own().journal.add(entry);
    log.say("%s hears %s", name, entry);
    return entry;
  }

  /** What whoever asks it is told of a stream. */
  Says says(UUID stream) {
    if (!isRunning()) {
      return Says.GONE;
    }
    if (isSuspended()) {
      return Says.SILENT;
    }
    if (!applier.reaches()) {
      return Says.AWAY; // also of the stream of an earlier start: it is the node that is cut off
    }
    return own().id.equals(stream) ? Says.REACHED : Says.GONE;
  }

  /** The machine is gone, and its disk. */
  void vanish() {
    log.say("%s is gone for good", name);
    kill();
    streams.forEach(
        stream -> truth.lost(stream.journal.subList(stream.applied, stream.journal.size())));
  }

  private void tick() {
    applier.round();
    later(TICK.plus(slowness), this::tick);
  }

  /** SIGTERM: sends what it holds and closes its stream; without a database the next start does. */
  void stop() {
    if (!isAwake()) {
      return;
    }
    log.say("%s is asked to stop", name);
    try {
      applier.drain();
    } catch (DbException e) {
      log.say("%s leaves its stream open", name);
    }
    end();
  }
}
