package dev.tocsin.ping.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives each record its position and its stamp in one step, so that both have the same order, and
 * keeps what waits for the disk. Its lock is held for nanoseconds; nothing in here touches a file.
 */
final class Sequencer {

  private static final byte[] EMPTY = {};

  private final JournalConfig config;
  private final StampClock clock;
  private final LongSupplier bytesOnDisk;

  private List<Pending> waiting = new ArrayList<>();
  private List<Pending> writing = new ArrayList<>();
  private long nextPosition;
  private int pendingRecords;
  private long pendingBytes;
  private long nextNoteNanos;
  private boolean writerSleeps;
  private boolean closing;
  private boolean broken;
  private boolean diskLow;
  private Mark mark;

  /** Starts the stream with its OPEN record. */
  Sequencer(JournalConfig config, StampClock clock, LongSupplier bytesOnDisk, byte[] opening) {
    this.config = config;
    this.clock = clock;
    this.bytesOnDisk = bytesOnDisk;
    this.nextNoteNanos = System.nanoTime() + config.noteEvery().toNanos();
    sequence(RecordType.OPEN, opening, Pending.NOBODY);
    this.mark = new Mark(StampClock.instant(waiting.get(0).stampMicros()), nextPosition);
  }

  synchronized Append offer(byte[] payload, Receipt receipt) {
    if (broken || closing) {
      return Append.BROKEN;
    }
    long bytes = pendingBytes + RecordFormat.HEADER_BYTES + payload.length;
    if (diskLow
        || pendingRecords >= config.maxPendingRecords()
        || bytes > config.maxPendingBytes()
        || bytes + bytesOnDisk.getAsLong() > config.maxBytes()) {
      return Append.FULL;
    }
    clock.heard();
    sequence(RecordType.PING, payload, receipt);
    return Append.TAKEN;
  }

  /** A stamp of its own: whatever is appended later is stamped later. */
  synchronized Mark mark() {
    if (!broken && !closing) {
      mark = new Mark(clock.next(), nextPosition);
    }
    return mark;
  }

  /**
   * Everything that waits, as soon as there is something: the next group. A note is added whenever
   * one is due. Empty once the stream is closed and all is taken. The list is the caller's until it
   * takes again; it must be empty by then.
   */
  synchronized List<Pending> take() {
    while (true) {
      long now = System.nanoTime();
      if (nextNoteNanos - now <= 0 && !closing) {
        sequence(RecordType.NOTE, EMPTY, Pending.NOBODY);
        nextNoteNanos = now + config.noteEvery().toNanos();
      }
      if (!waiting.isEmpty() || closing) {
        List<Pending> group = waiting;
        waiting = writing;
        writing = group;
        return group;
      }
      sleep(nextNoteNanos - now);
    }
  }

  /** The group is settled: it no longer waits. */
  synchronized void done(List<Pending> group) {
    for (Pending record : group) {
      pendingBytes -= record.bytes();
    }
    pendingRecords -= group.size();
  }

  /**
   * After a failed write: gives up everything that has a position. What is appended from now on
   * follows a record which says so.
   *
   * @param durable up to here everything is on disk
   * @return the records that waited, with the receipts that must hear of it
   */
  synchronized List<Pending> abandon(long durable) {
    List<Pending> lost = takeAll();
    sequence(RecordType.ABANDONED, TailScan.abandonedPayload(durable), Pending.NOBODY);
    return lost;
  }

  /** After a second failure: nothing is taken any more. */
  synchronized List<Pending> fail() {
    broken = true;
    return takeAll();
  }

  /** No more appends; the stream ends with a CLOSED record. */
  synchronized void close() {
    if (!closing && !broken) {
      sequence(RecordType.CLOSED, EMPTY, Pending.NOBODY);
      long stamp = waiting.get(waiting.size() - 1).stampMicros();
      mark = new Mark(StampClock.instant(stamp), nextPosition);
    }
    closing = true;
    notifyAll();
  }

  synchronized boolean isDiskLow() {
    return diskLow;
  }

  synchronized void diskLow(boolean low) {
    diskLow = low;
  }

  private List<Pending> takeAll() {
    List<Pending> all = List.copyOf(waiting);
    waiting.clear();
    for (Pending record : all) {
      pendingBytes -= record.bytes();
    }
    pendingRecords -= all.size();
    return all;
  }

  private void sequence(RecordType type, byte[] payload, Receipt receipt) {
    var record = new Pending(type, nextPosition, clock.nextMicros(), payload, receipt);
    waiting.add(record);
    nextPosition = record.end();
    pendingRecords++;
    pendingBytes += record.bytes();
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
