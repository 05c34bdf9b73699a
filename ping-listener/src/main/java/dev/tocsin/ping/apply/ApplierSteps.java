package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * What the applier's thread does, one unit at a time, and which comes first; thread, pauses and
 * errors are not here.
 */
final class ApplierSteps {

  /** How often streams of processes that have gone meanwhile are looked for, and files trimmed. */
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(10);

  /** How often a stopped stream is looked at: somebody may have set it right. */
  private static final Duration STOPPED_EVERY = Duration.ofSeconds(2);

  /** How often the stamps are compared with the database's clock. */
  private static final Duration ANCHOR_EVERY = Duration.ofSeconds(60);

  /** How soon an operator sees what came of a ping that was set aside. */
  private static final Duration REPLAY_EVERY = Duration.ofSeconds(2);

  private final ApplierConfig config;
  private final Postgres postgres;
  private final Leases leases;
  private final Supplier<List<Source.Gone>> adopt;
  private final Installation installation;
  private final Memory memory;
  private final Hints hints = new Hints();
  private final Anchor anchor;
  private final ApplyMetrics metrics;
  private final KnownTargets known;
  private final LiveStream own;
  private final GoneStreams gone;
  private final Replays replays;
  private final Every upkeep = new Every(UPKEEP_EVERY);
  private final Every anchoring = new Every(ANCHOR_EVERY);
  private final Every retrying = new Every(STOPPED_EVERY);
  private final Every replaying = new Every(REPLAY_EVERY);
  private long epoch;
  private long losses;
  private boolean moreToReplay;

  ApplierSteps(
      ApplierConfig config,
      Postgres postgres,
      Source.Live live,
      Installation installation,
      StampClock clock,
      Bell bell,
      Applier.Listener listener,
      ApplyMetrics metrics,
      KnownTargets known) {
    this.config = config;
    this.postgres = postgres;
    this.leases = new Leases(postgres, config.batchTimeout());
    this.adopt = live.adopt();
    this.installation = installation;
    this.memory = new Memory(config);
    this.anchor = new Anchor(clock);
    this.metrics = metrics;
    this.known = known;
    StreamApplier applier = applier(live.reader(), listener::answered, true);
    this.own = new LiveStream(config, live, applier, leases, installation, bell, listener, metrics);
    this.replays = applier.replays();
    // Whoever answered the pings of a stream that is gone is gone too: all were answered.
    this.gone =
        new GoneStreams(
            stream ->
                new GoneStream(
                    stream,
                    applier(stream.reader(), position -> true, false),
                    () -> live.correction().get().by(),
                    SignOfLife.watch(config),
                    metrics));
  }

  private StreamApplier applier(JournalReader reader, LongPredicate answered, boolean owner) {
    return new StreamApplier(config, reader, owner, memory, installation, hints, known, answered);
  }

  /** One unit of work; false if there was none and a pause is in order. */
  boolean runOnce() {
    if (upkeep.due()) {
      gone.add(adopt.get());
      gone.trim();
    }
    if (postgres.epoch() != epoch || anchoring.due()) {
      meet();
    }
    boolean retry = retrying.due();
    boolean wrong = wrongDatabase();
    // Every stream of before is known to the database, and holds the watermark back, before our own
    // row lets it move.
    if (!wrong && gone.contactNext(leases::get, retry)) {
      return true;
    }
    if (own.contactDue() || (retry && (own.stopped() || wrong))) {
      return own.contact();
    }
    if (wrong) {
      return false;
    }
    if (gone.replayNext(leases::get)) {
      return true;
    }
    boolean replayed = replay();
    // What was heard before comes before what is heard now.
    return (!gone.undecided() && own.apply()) || replayed;
  }

  /** One ping that was set aside, between two batches: there may be many, and jobs go on. */
  private boolean replay() {
    boolean more = moreToReplay;
    moreToReplay = false;
    if (more || replaying.due()) {
      moreToReplay = replays.runOnce(leases::get);
    }
    return moreToReplay;
  }

  /** There is a connection that is new to us: what an older one said may not hold any more. */
  private void meet() {
    Lease lease = leases.get();
    long newest = postgres.epoch();
    anchor.measure(lease, config.heartbeatTimeout());
    if (newest != epoch) {
      epoch = newest;
      memory.forget();
      lost();
      own.lookAgain();
      gone.lookAgain();
    }
  }

  /** A connection that is one more is no sign of anything; one in the place of another is. */
  private void lost() {
    long so = postgres.losses();
    if (so != losses) {
      losses = so;
      memory.strangers().distrust();
    }
  }

  /** The end is near: from now on nothing waits for other nodes. */
  void hurry() {
    memory.strangers().hurry();
  }

  /** Closes our own stream if all of it is applied; true if there is nothing more to wait for. */
  boolean finish() {
    return own.finish();
  }

  /** Ends the transaction that is on its way, from another thread: nobody can wait for it. */
  void cut() {
    leases.cut();
  }

  /** The age of the oldest ping that is on disk and not applied. */
  Duration lag() {
    return own.lag();
  }

  List<String> trouble() {
    List<String> lines = new ArrayList<>();
    Optional.ofNullable(installation.trouble()).ifPresent(lines::add);
    own.trouble().ifPresent(lines::add);
    lines.addAll(gone.trouble());
    return lines;
  }

  /** Whether what answers is not the database that the journal belongs to. */
  boolean wrongDatabase() {
    return installation.isWrong();
  }

  /** Whether our own stream is known to the database that the journal belongs to. Thread-safe. */
  boolean rightDatabase() {
    return registered().getCount() == 0 && !wrongDatabase();
  }

  /** How far the database says our own stream was heard. Thread-safe. */
  Instant heardThrough() {
    return own.heardThrough();
  }

  void retried() {
    metrics.batchRetried();
  }

  CountDownLatch registered() {
    return own.registered();
  }

  KnownTargets known() {
    return known;
  }

  boolean closed() {
    return own.closed();
  }

  void release() {
    gone.release();
  }
}
