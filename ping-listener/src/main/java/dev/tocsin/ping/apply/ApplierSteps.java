package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.Mark;
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
import org.jspecify.annotations.Nullable;

/** What the applier's thread does, one unit at a time; thread, pauses and errors are not here. */
final class ApplierSteps {

  /** How often streams of processes that have gone meanwhile are looked for, and files trimmed. */
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(10);

  /** How often the live stream's applied segments are looked through. */
  private static final Duration TRIM_EVERY = Duration.ofSeconds(1);

  /** How often a stopped stream is looked at: somebody may have set it right. */
  private static final Duration STOPPED_EVERY = Duration.ofSeconds(2);

  /** How often the stamps are compared with the database's clock. */
  private static final Duration ANCHOR_EVERY = Duration.ofSeconds(60);

  /** How soon an operator sees what came of a ping that was set aside. */
  private static final Duration REPLAY_EVERY = Duration.ofSeconds(2);

  private static final long NONE = Long.MIN_VALUE;

  private final ApplierConfig config;
  private final Postgres postgres;
  private final Source.Live live;
  private final Installation installation;
  private final Memory memory;
  private final Hints hints = new Hints();
  private final Anchor anchor;
  private final Bell bell;
  private final Applier.Listener listener;
  private final ApplyMetrics metrics;
  private final KnownTargets known;
  private final StreamApplier own;
  private final GoneStreams gone;
  private final CountDownLatch registered = new CountDownLatch(1);
  private final Every upkeep = new Every(UPKEEP_EVERY);
  private final Every anchoring = new Every(ANCHOR_EVERY);
  private final Every trimming = new Every(TRIM_EVERY);
  private final Every retrying = new Every(STOPPED_EVERY);
  private final Every replaying = new Every(REPLAY_EVERY);
  private final Every beating;
  private final Replays replays;
  private long epoch;
  private long losses;
  private boolean contactDue = true;
  private boolean moreToReplay;
  private volatile long oldestAt = NONE; // nanoTime at which the oldest ping in hand was heard
  private volatile boolean closed;
  private volatile @Nullable Lease inUse; // the last one; most likely ended

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
    this.live = live;
    this.installation = installation;
    this.memory = new Memory(config);
    this.anchor = new Anchor(clock);
    this.bell = bell;
    this.listener = listener;
    this.metrics = metrics;
    this.known = known;
    this.beating = new Every(config.heartbeatEvery());
    this.own = applier(live.reader(), listener::answered, true);
    this.replays = own.replays();
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
      gone.add(live.adopt().get());
      gone.trim();
    }
    if (postgres.epoch() != epoch || anchoring.due()) {
      meet();
    }
    boolean retry = retrying.due();
    boolean wrong = wrongDatabase();
    // Every stream of before is known to the database, and holds the watermark back, before our own
    // row lets it move.
    if (!wrong && gone.contactNext(this::lease, retry)) {
      return true;
    }
    if (contactDue || doubtful() || (retry && (own.position().stopped() || wrong))) {
      return contact();
    }
    if (wrong) {
      return false;
    }
    if (gone.replayNext(this::lease)) {
      return true;
    }
    boolean replayed = replay();
    // What was heard before comes before what is heard now.
    return (!gone.undecided() && apply()) || replayed;
  }

  /** One ping that was set aside, between two batches: there may be many, and jobs go on. */
  private boolean replay() {
    boolean more = moreToReplay;
    moreToReplay = false;
    if (more || replaying.due()) {
      moreToReplay = replays.runOnce(this::lease);
    }
    return moreToReplay;
  }

  private boolean doubtful() {
    return !own.position().known() && !own.position().stopped() && !wrongDatabase();
  }

  /** There is a connection that is new to us: what an older one said may not hold any more. */
  private void meet() {
    Lease lease = lease();
    long newest = postgres.epoch();
    anchor.measure(lease, config.heartbeatTimeout());
    if (newest != epoch) {
      epoch = newest;
      memory.forget();
      lost();
      contactDue = true;
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

  private boolean contact() {
    boolean right =
        own.contact(lease(), live.opened().get(), now -> live.correction().get()).isPresent();
    contactDue = false;
    tell();
    if (right) {
      registered.countDown();
    }
    return right && !own.position().stopped();
  }

  private boolean apply() {
    if (own.position().stopped() || own.waits()) {
      return false;
    }
    bell.answered(); // whoever rings from here on may have come too late for this read
    Mark mark = live.mark().get();
    Batch batch = own.read();
    if (!batch.entries().isEmpty()) {
      Entry oldest = batch.entries().get(0);
      long age = Math.max(0, Duration.between(oldest.at(), mark.through()).toNanos());
      oldestAt = System.nanoTime() - age;
      own.apply(lease(), batch, Optional.of(mark));
      tell();
      return true;
    }
    oldestAt = NONE;
    trim();
    if (batch.next() >= mark.position() && beating.due()) {
      own.beat(lease(config.heartbeatTimeout()), mark, batch);
      tell();
    }
    return false;
  }

  private void tell() {
    Optional<Attempt> done = own.takeDone();
    if (done.isPresent()) {
      done.get().count(metrics);
      listener.applied(done.get().to(), done.get().settled());
      trim();
    }
  }

  private void trim() {
    if (trimming.due()) {
      live.trim().accept(own.position().syncedTo());
    }
  }

  /** The end is near: from now on nothing waits for other nodes. */
  void hurry() {
    memory.strangers().hurry();
  }

  /** Closes the stream if all of it is applied; true if there is nothing more to wait for. */
  boolean finish() {
    if (own.position().stopped() || wrongDatabase()) {
      return true;
    }
    Mark mark = live.mark().get();
    Batch rest = own.read();
    boolean whole = rest.entries().isEmpty() && rest.next() >= live.reader().end();
    if (whole
        && own.close(
            lease(config.heartbeatTimeout()),
            rest,
            StreamRow.End.STOPPED,
            step -> step.marked(mark.through()))) {
      tell();
      live.trim().accept(own.position().syncedTo());
      closed = true;
    }
    return closed;
  }

  private Lease lease() {
    return lease(config.batchTimeout());
  }

  private Lease lease(Duration longest) {
    Lease lease = Blocking.get(postgres.lease(longest), longest.multipliedBy(2));
    inUse = lease;
    return lease;
  }

  /** Ends the transaction that is on its way, from another thread: nobody can wait for it. */
  void cut() {
    Lease lease = inUse;
    if (lease != null) {
      lease.discard("closing");
    }
  }

  /** The age of the oldest ping that is on disk and not applied. */
  Duration lag() {
    long at = oldestAt;
    Duration inHand = at == NONE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - at);
    Duration unread = bell.unanswered();
    return inHand.compareTo(unread) > 0 ? inHand : unread;
  }

  List<String> trouble() {
    List<String> lines = new ArrayList<>();
    Optional.ofNullable(installation.trouble()).ifPresent(lines::add);
    own.position().trouble().ifPresent(lines::add);
    lines.addAll(gone.trouble());
    return lines;
  }

  /** Whether what answers is not the database that the journal belongs to. */
  boolean wrongDatabase() {
    return installation.trouble() != null;
  }

  /** Whether our own stream is known to the database that the journal belongs to. Thread-safe. */
  boolean rightDatabase() {
    return registered.getCount() == 0 && !wrongDatabase();
  }

  /** How far the database says our own stream was heard. Thread-safe. */
  Instant heardThrough() {
    return own.heardThrough();
  }

  void retried() {
    metrics.batchRetried();
  }

  CountDownLatch registered() {
    return registered;
  }

  KnownTargets known() {
    return known;
  }

  boolean closed() {
    return closed;
  }

  void release() {
    gone.release();
  }
}
