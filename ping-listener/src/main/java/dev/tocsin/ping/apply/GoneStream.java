package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.pg.Lease;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a process that is gone, on its way into the database: looked up, replayed to its end,
 * closed, and kept for a database that comes back older.
 *
 * <p>What lies in our folder may also be a copy (a restored backup, a cloned machine) of a stream
 * whose process lives elsewhere. Its row moves then, and it is left alone.
 */
final class GoneStream {

  private static final Logger log = LoggerFactory.getLogger(GoneStream.class);

  /** So long a stream that cannot be read is left alone before the next try. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final Duration TRIM_EVERY = Duration.ofSeconds(1);

  private final Source.Gone source;
  private final StreamApplier applier;
  private final Supplier<Duration> wrong;
  private final ApplyMetrics metrics;
  private final SignOfLife life;
  private final Every trimming = new Every(TRIM_EVERY);
  private boolean contactDue = true;
  private boolean retired;
  private int replayed;
  private volatile @Nullable String unreadable;
  private long restUntil;

  /**
   * @param wrong what is to be added to the times of this machine's clock, as far as is known
   * @param watch its row must not move for so long before anything of it is applied
   */
  GoneStream(
      Source.Gone source,
      StreamApplier applier,
      Supplier<Duration> wrong,
      Duration watch,
      ApplyMetrics metrics) {
    this.source = source;
    this.applier = applier;
    this.wrong = wrong;
    this.metrics = metrics;
    this.life = new SignOfLife(watch);
  }

  /** There is a new connection: another server may know less of it. */
  void lookAgain() {
    contactDue = true;
    life.forget();
  }

  boolean contactDue() {
    boolean unknown = contactDue || !(applier.position().known() || stopped());
    return !resting() && (unknown || life.lookDue());
  }

  /** Whether the database has all of it, as far as we know. */
  boolean done() {
    return retired && !contactDue;
  }

  boolean stopped() {
    return applier.position().stopped();
  }

  /** Whether the next batch of it may be applied. */
  boolean replayDue() {
    return !done() && !stopped() && !resting() && life.gone() && !waits();
  }

  /** Whether its next ping has to wait a moment, and all that comes after it. */
  boolean waits() {
    return applier.waits();
  }

  /** Whether it may turn out in a moment that it is to be replayed. */
  boolean undecided() {
    boolean unknown = !life.gone() && !life.seen();
    return !done() && !stopped() && !resting() && (unknown || waits());
  }

  private boolean resting() {
    return unreadable != null && System.nanoTime() - restUntil < 0;
  }

  /** What people have to look into, a line each. */
  List<String> trouble() {
    List<String> lines = new ArrayList<>();
    applier.position().trouble().ifPresent(lines::add);
    Optional.ofNullable(unreadable).ifPresent(lines::add);
    if (life.seen()) {
      lines.add(
          "stream %s is written by another process: what lies in this folder is a copy of it"
              .formatted(applier.stream()));
    }
    return lines;
  }

  /** Looks at its row, or inserts it, so that the watermark waits for it. */
  void contact(Lease lease) {
    reading(
        () -> {
          Optional<StreamRow> row = applier.contact(lease, source.first().get(), this::correction);
          contactDue = row.isEmpty();
          row.ifPresent(this::seen);
          tell();
        });
  }

  /**
   * What is wrong with the stamps of a stream that the database does not know: its process may have
   * ended before it heard the database's time. Then the clock that it went by was probably as wrong
   * as ours was when we came, and nothing was heard later than now.
   */
  private Correction correction(Instant now) {
    Optional<Correction> itself = source.correction().get();
    if (itself.isPresent() || source.reader().start() > 0) {
      return itself.orElse(Correction.NONE);
    }
    Duration by = wrong.get();
    Duration ahead = Duration.between(now, source.last().get().plus(by));
    by = ahead.compareTo(StampClock.SLEW_AT_MOST) > 0 ? by.minus(ahead) : by;
    if (by.isZero()) {
      return Correction.NONE;
    }
    log.warn("stream {} of an earlier start: its clock was wrong by {}", applier.stream(), by);
    return new Correction(source.reader().end(), by);
  }

  private void seen(StreamRow row) {
    life.look(row);
    boolean all = !stopped() && row.closedAt() != null && atEnd();
    if (all) {
      applier.position().synced(); // whoever closed it waited for the server's disk
    }
    if (retired && !all) {
      trim(); // an older database came back: what it has not may not be deleted any more
    }
    retired = all && retire();
  }

  private boolean atEnd() {
    return applier.position().next() >= source.reader().end();
  }

  /** Applies one batch of it, or closes it when all of it is applied. */
  void step(Supplier<Lease> lease) {
    reading(
        () -> {
          Batch batch = applier.read();
          if (batch.entries().isEmpty()) {
            close(lease.get(), batch);
          } else {
            applier.apply(lease.get(), batch, Optional.empty());
            tell();
            if (trimming.due()) {
              trim(); // a full journal takes new pings again as soon as there is room
            }
          }
        });
  }

  private void close(Lease lease, Batch rest) {
    boolean clean = source.clean().getAsBoolean();
    boolean closed =
        clean
            ? applier.close(lease, rest, StreamRow.End.STOPPED, step -> {})
            : applier.close(
                lease,
                rest,
                StreamRow.End.ENDED,
                step -> step.lived(applier.corrected(source.last().get())));
    if (closed) {
      tell();
      log.info("stream {} of an earlier start: {} pings replayed", applier.stream(), replayed);
      retired = retire();
    }
  }

  /** A stream that cannot be read must not keep the others waiting, nor our own. */
  private void reading(Runnable step) {
    try {
      step.run();
      unreadable = null;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      String why = "stream %s cannot be read: %s".formatted(applier.stream(), e.getMessage());
      if (!why.equals(unreadable)) {
        log.error("{}; trying again every {} s", why, REST.toSeconds());
      }
      unreadable = why;
      restUntil = System.nanoTime() + REST.toNanos();
    }
  }

  private void tell() {
    Optional<Attempt> done = applier.takeDone();
    done.ifPresent(attempt -> replayed += attempt.pings());
    done.ifPresent(attempt -> attempt.count(metrics));
  }

  private boolean retire() {
    if (!retired) {
      source.retire().run();
    }
    trim();
    return true;
  }

  /** Lets the journal delete what is past keeping. */
  void trim() {
    if (applier.position().known()) {
      source.trim().accept(applier.position().syncedTo());
    }
  }

  /** Whether it is past keeping and deleted. */
  boolean deleted() {
    return source.deleted().getAsBoolean();
  }

  void release() {
    source.release().run();
  }
}
