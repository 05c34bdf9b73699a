package dev.tocsin.ping.journal;

import dev.tocsin.ping.ears.Ears;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each record its position and its stamp in one step, so that both have the same order, and
 * has them wait for the disk. Its lock is held for nanoseconds; nothing in here touches a file.
 */
final class Sequencer {

  private static final byte[] EMPTY = {};

  /** The bytes of a ping without a body. */
  private static final long SMALL_PING = 2 * RecordFormat.HEADER_BYTES;

  /** How often the time is accounted for, if nobody else asks for it. */
  private static final long LOOK_EVERY_NANOS = 500_000_000L;

  private final JournalConfig config;
  private final StampClock clock;
  private final LongSupplier bytesOnDisk;
  private final Listening listening;
  private final Backlog backlog = new Backlog();

  private long nextPosition;
  private long nextNoteNanos;
  private long nextLookNanos;
  private boolean writerSleeps;
  private boolean closing;
  private boolean broken;
  private boolean diskLow;
  private Mark mark;
  private Correction correction = Correction.NONE;

  /** Starts the stream with its OPEN record. */
  Sequencer(
      JournalConfig config, StampClock clock, Ears ears, LongSupplier bytesOnDisk, byte[] opening) {
    this.config = config;
    this.clock = clock;
    this.bytesOnDisk = bytesOnDisk;
    this.nextLookNanos = clock.nano();
    this.nextNoteNanos = nextLookNanos + config.noteEvery().toNanos();
    long opened = clock.nextMicros();
    sequence(RecordType.OPEN, opened, opening, Pending.NOBODY);
    this.listening = new Listening(ears, opened, clock.nano());
    this.mark = new Mark(StampClock.instant(opened), nextPosition);
  }

  synchronized Append offer(byte[] payload, Receipt receipt) {
    if (broken || closing) {
      return Append.BROKEN;
    }
    long bytes = backlog.bytes() + RecordFormat.HEADER_BYTES + payload.length;
    if (diskLow
        || backlog.records() >= config.maxPendingRecords()
        || bytes > config.maxPendingBytes()
        || bytes + bytesOnDisk.getAsLong() > config.maxBytes()) {
      return Append.FULL;
    }
    clock.heard();
    long stamp = clock.nextMicros();
    if (listening.overdue(stamp)) {
      account(); // whoever applies the ping must know of the time before it
      stamp = clock.nextMicros();
    }
    while (clock.jumped()) { // and the jump has its place before the first stamp after it
      account();
      stamp = clock.nextMicros();
    }
    sequence(RecordType.PING, stamp, payload, receipt);
    return Append.TAKEN;
  }

  /** How far has been heard, or is known not to have been: whatever comes later is later. */
  synchronized Mark mark() {
    if (!broken && !closing) {
      account();
      mark = new Mark(StampClock.instant(listening.accounted()), nextPosition);
    }
    return mark;
  }

  /** Says of the time since the last call what it was, by records if it was not heard. */
  synchronized void look() {
    if (!broken && !closing) {
      account();
    }
  }

  /** Nothing will be heard any more; what is on its way here is still taken. */
  synchronized void deafen() {
    if (!broken && !closing) {
      note();
    }
    listening.over();
  }

  private long account() {
    long stamp = clock.nextMicros();
    while (clock.jumped()) {
      clock.takeEvents().forEach(this::jumped);
      stamp = clock.nextMicros();
    }
    DeafTime deaf = listening.until(stamp, clock.nano(), full());
    if (deaf != null) {
      sequence(RecordType.DEAF, SignCodec.encode(deaf), Pending.NOBODY);
    }
    return stamp;
  }

  private void jumped(ClockEvent event) {
    listening.jumped(event);
    if (event.why() == ClockEvent.Why.CORRECTED) {
      correction = new Correction(nextPosition, event.by());
    }
    if (event.isNews()) {
      sequence(RecordType.CLOCK, SignCodec.encode(event), Pending.NOBODY);
    }
  }

  /** What is wrong with the first stamps; up to date once the clock was anchored. */
  synchronized Correction correction() {
    look();
    if (closing) {
      clock.takeEvents().stream()
          .filter(event -> event.why() == ClockEvent.Why.CORRECTED)
          .forEach(this::allWrong);
    }
    return correction;
  }

  /** Found out after the last record, as by a stop with the database away until just now. */
  private void allWrong(ClockEvent event) {
    correction = new Correction(nextPosition, event.by());
    mark = new Mark(mark.through().plus(event.by()), mark.position());
  }

  private @Nullable DeafCause full() {
    if (diskLow) {
      return DeafCause.DISK_LOW;
    }
    // Where there is no room for a small ping there is none for most.
    boolean full = backlog.bytes() + bytesOnDisk.getAsLong() + SMALL_PING > config.maxBytes();
    return full ? DeafCause.JOURNAL_FULL : null;
  }

  private void note() {
    long stamp = account();
    if (listening.hears(stamp)) {
      sequence(RecordType.NOTE, EMPTY, Pending.NOBODY);
    }
  }

  /**
   * Everything that waits, as soon as there is something: the next group. Empty once the stream is
   * closed and all is taken. The list is the caller's until it takes again; it must be empty by
   * then.
   */
  synchronized List<Pending> take() {
    while (true) {
      List<Pending> group = poll();
      if (!group.isEmpty() || closing) {
        return group;
      }
      sleep(Math.min(nextNoteNanos, nextLookNanos) - clock.nano());
    }
  }

  /** As {@link #take}, empty if nothing waits now. A note is added whenever one is due. */
  synchronized List<Pending> poll() {
    long now = clock.nano();
    if (nextNoteNanos - now <= 0 && !closing) {
      note();
      nextNoteNanos = now + config.noteEvery().toNanos();
    }
    if (nextLookNanos - now <= 0) {
      look();
      nextLookNanos = now + LOOK_EVERY_NANOS;
    }
    return backlog.take();
  }

  /** The group is settled: it no longer waits. */
  synchronized void done(List<Pending> group) {
    backlog.settled(group);
  }

  /**
   * After a failed write: gives up everything that has a position. What is appended from now on
   * follows a record which says so.
   *
   * @param durable up to here everything is on disk
   * @param group what could not be written
   * @return the records that waited besides, with the receipts that must hear of it
   */
  synchronized List<Pending> abandon(long durable, List<Pending> group) {
    List<Pending> lost = backlog.giveUp();
    sequence(RecordType.ABANDONED, TailScan.abandonedPayload(durable), Pending.NOBODY);
    long since = group.get(0).stampMicros();
    List<Pending> all = new ArrayList<>(group);
    all.addAll(lost);
    for (Pending record : all) {
      switch (record.type()) {
        case DEAF -> {
          DeafTime unsaid = SignCodec.deaf(ByteBuffer.wrap(record.payload()));
          since = Math.min(since, StampClock.micros(unsaid.since()));
        }
        case CLOCK -> sequence(RecordType.CLOCK, record.payload(), Pending.NOBODY);
        case OPEN, PING, NOTE, ABANDONED, CLOSED -> {}
      }
    }
    DeafTime refused = listening.refusedAll(since, clock.nextMicros());
    sequence(RecordType.DEAF, SignCodec.encode(refused), Pending.NOBODY);
    return lost;
  }

  synchronized boolean isOpen() {
    return !closing && !broken;
  }

  /** After a second failure: nothing is taken any more. */
  synchronized List<Pending> fail() {
    broken = true;
    return backlog.giveUp();
  }

  /** No more appends; the stream ends with a CLOSED record. */
  synchronized void close() {
    if (!closing && !broken) {
      note();
      sequence(RecordType.CLOSED, EMPTY, Pending.NOBODY);
      mark = new Mark(StampClock.instant(listening.accounted()), nextPosition);
    }
    closing = true;
    notifyAll();
  }

  synchronized boolean isDiskLow() {
    return diskLow;
  }

  synchronized void diskLow(boolean low) {
    if (diskLow && !low) {
      look(); // up to now it was
    }
    diskLow = low;
  }

  private void sequence(RecordType type, byte[] payload, Receipt receipt) {
    sequence(type, clock.nextMicros(), payload, receipt);
  }

  private void sequence(RecordType type, long stamp, byte[] payload, Receipt receipt) {
    var record = new Pending(type, nextPosition, stamp, payload, receipt);
    nextPosition = record.end();
    backlog.add(record);
    if (writerSleeps) {
      notifyAll();
    }
  }

  private void sleep(long nanos) {
    writerSleeps = true;
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
    } catch (InterruptedException e) {
      // The writer belongs to the journal alone; it ends by close(), never by an interrupt, which
      // would close the file under its hands.
      Thread.interrupted();
    } finally {
      writerSleeps = false;
    }
  }
}
