package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The stream that this process writes, on its way into the database: its row looked at, its pings
 * applied as they come, said how far it has heard when none do, and closed at the end. Whoever
 * waits for its pings is told what became of them. For the applier's thread, where nothing else is
 * said.
 */
final class LiveStream {

  /** How often its applied segments are looked through. */
  private static final Duration TRIM_EVERY = Duration.ofSeconds(1);

  private static final long NONE = Long.MIN_VALUE;

  private final Duration heartbeatTimeout;
  private final Source.Live source;
  private final StreamApplier applier;
  private final Leases leases;
  private final Installation installation;
  private final Bell bell;
  private final Applier.Listener listener;
  private final ApplyMetrics metrics;
  private final Every trimming = new Every(TRIM_EVERY);
  private final Every beating;
  private final CountDownLatch registered = new CountDownLatch(1);
  private boolean contactDue = true;
  private volatile long oldestAt = NONE; // nanoTime at which the oldest ping in hand was heard
  private volatile boolean closed;

  /**
   * @param bell rung for every group that is to be read
   */
  LiveStream(
      ApplierConfig config,
      Source.Live source,
      StreamApplier applier,
      Leases leases,
      Installation installation,
      Bell bell,
      Applier.Listener listener,
      ApplyMetrics metrics) {
    this.heartbeatTimeout = config.heartbeatTimeout();
    this.source = source;
    this.applier = applier;
    this.leases = leases;
    this.installation = installation;
    this.bell = bell;
    this.listener = listener;
    this.metrics = metrics;
    this.beating = new Every(config.heartbeatEvery());
  }

  /** There is a new connection: another server may know less of it. */
  void lookAgain() {
    contactDue = true;
  }

  boolean contactDue() {
    return contactDue || doubtful();
  }

  private boolean doubtful() {
    return !applier.position().known() && !stopped() && !installation.isWrong();
  }

  boolean stopped() {
    return applier.position().stopped();
  }

  /** Looks at its row, or inserts it; false if nothing can be applied to this database. */
  boolean contact() {
    Optional<StreamRow> row =
        applier.contact(leases.get(), source.opened().get(), now -> source.correction().get());
    contactDue = false;
    tell();
    if (row.isPresent()) {
      registered.countDown();
    }
    return row.isPresent() && !stopped();
  }

  /** Applies one batch; false if there was none, or none that may be applied now. */
  boolean apply() {
    if (stopped() || applier.waits()) {
      return false;
    }
    bell.answered(); // whoever rings from here on may have come too late for this read
    Mark mark = source.mark().get();
    Batch batch = applier.read();
    if (!batch.entries().isEmpty()) {
      Entry oldest = batch.entries().get(0);
      long age = Math.max(0, Duration.between(oldest.at(), mark.through()).toNanos());
      oldestAt = System.nanoTime() - age;
      applier.apply(leases.get(), batch, Optional.of(mark));
      tell();
      return true;
    }
    oldestAt = NONE;
    trim();
    if (batch.next() >= mark.position() && beating.due()) {
      applier.beat(leases.get(heartbeatTimeout), mark, batch);
      tell();
    }
    return false;
  }

  private void tell() {
    Optional<Attempt> done = applier.takeDone();
    if (done.isPresent()) {
      done.get().count(metrics);
      listener.applied(done.get().to(), done.get().settled());
      trim();
    }
  }

  private void trim() {
    if (trimming.due()) {
      source.trim().accept(applier.position().syncedTo());
    }
  }

  /** Closes it if all of it is applied; true if there is nothing more to wait for. */
  boolean finish() {
    if (stopped() || installation.isWrong()) {
      return true;
    }
    Mark mark = source.mark().get();
    Batch rest = applier.read();
    boolean whole = rest.entries().isEmpty() && rest.next() >= source.reader().end();
    if (whole
        && applier.close(
            leases.get(heartbeatTimeout),
            rest,
            StreamRow.End.STOPPED,
            step -> step.marked(mark.through()))) {
      tell();
      source.trim().accept(applier.position().syncedTo());
      closed = true;
    }
    return closed;
  }

  /** Whether it is applied to its end, and closed. Thread-safe. */
  boolean closed() {
    return closed;
  }

  /** The age of its oldest ping that is on disk and not applied. Thread-safe. */
  Duration lag() {
    long at = oldestAt;
    Duration inHand = at == NONE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - at);
    Duration unread = bell.unanswered();
    return inHand.compareTo(unread) > 0 ? inHand : unread;
  }

  /** How far the database says it was heard. Thread-safe. */
  Instant heardThrough() {
    return applier.heardThrough();
  }

  /** Open once the database that the journal belongs to knows of it. Thread-safe. */
  CountDownLatch registered() {
    return registered;
  }

  /** Why it stopped, for people; empty if it did not. Thread-safe. */
  Optional<String> trouble() {
    return applier.position().trouble();
  }
}
