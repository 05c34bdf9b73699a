package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's thread: takes what waits, puts it on disk with one fsync, hands out the receipts,
 * and again. What arrives meanwhile is the next group.
 */
final class Writer implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final Sequencer sequencer;
  private final SegmentWriter segments;
  private final FreeSpace freeSpace;
  private final Duration again;
  private final Runnable onSynced;
  private final Consumer<Throwable> onFatal;
  private volatile long durable;
  private volatile long syncedNanos = System.nanoTime();
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Throwable waitsFor;

  /**
   * @param again from one try to the next, on a disk that cannot be written for now
   */
  Writer(
      Sequencer sequencer,
      SegmentWriter segments,
      FreeSpace freeSpace,
      Duration again,
      Runnable onSynced,
      Consumer<Throwable> onFatal) {
    this.sequencer = sequencer;
    this.segments = segments;
    this.freeSpace = freeSpace;
    this.again = again;
    this.onSynced = onSynced;
    this.onFatal = onFatal;
  }

  /** The position after the last record that is surely on disk. */
  long durable() {
    return durable;
  }

  /** When a group was last synced, by {@code System.nanoTime}. */
  long syncedNanos() {
    return syncedNanos;
  }

  /** Why nothing is written any more, if so. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Why nothing can be written for now, if so; tried again all the while. */
  @Nullable Throwable waitsFor() {
    return waitsFor;
  }

  @Override
  public void run() {
    try {
      writeUntilClosed();
    } catch (RuntimeException | Error bug) {
      giveUp(List.of(), bug); // nobody may believe that we still write
    }
  }

  private void writeUntilClosed() {
    boolean failedBefore = false;
    for (var group = sequencer.take(); !group.isEmpty(); group = sequencer.take()) {
      @Nullable Throwable why = write(group);
      if (why == null) {
        settle(group);
        healed();
      } else if (failedBefore && !mayPass(why)) {
        giveUp(group, why);
        return;
      } else {
        startOver(group, why);
        if (failedBefore) {
          waitFor(why);
        }
      }
      failedBefore = why != null;
      sequencer.diskLow(waitsFor != null || freeSpace.low());
    }
  }

  /**
   * Whether a second failure in a row says nothing against the disk: no room, or a file that cannot
   * be opened (too many are, or the file system turned read-only), which is what this type of
   * exception is for. People mend that, and a new start would not.
   */
  private boolean mayPass(Throwable why) {
    boolean exhausted = freeSpace.exhausted();
    return sequencer.isOpen() && (exhausted || why instanceof FileSystemException);
  }

  private void waitFor(Throwable why) {
    if (waitsFor == null) {
      log.error("Journal: pings are refused until the disk can be written: {}", why.toString());
    }
    waitsFor = why;
    sequencer.diskLow(true);
    try {
      TimeUnit.NANOSECONDS.sleep(again.toNanos());
    } catch (InterruptedException e) {
      Thread.interrupted(); // as in the sequencer: this thread ends by close() alone
    }
  }

  private void healed() {
    if (waitsFor != null) {
      waitsFor = null;
      log.info("Journal: the disk takes pings again");
    }
  }

  /** Writes what waits on the calling thread: how a stream's OPEN record comes before all else. */
  void first() throws IOException {
    List<Pending> group = sequencer.take();
    segments.append(group);
    settle(group);
  }

  private @Nullable Throwable write(List<Pending> group) {
    try {
      segments.append(group);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
  }

  private void settle(List<Pending> group) {
    durable = end(group);
    syncedNanos = System.nanoTime();
    sequencer.done(group); // first, so that whoever hears its receipt finds the room
    for (Pending record : group) {
      tell(record, false);
    }
    group.clear();
    try {
      onSynced.run();
    } catch (RuntimeException e) {
      log.error("Journal: a listener failed after a sync", e);
    }
  }

  /** Never again on that file: the next group, which begins by saying so, goes to a new one. */
  private void startOver(List<Pending> group, Throwable why) {
    if (waitsFor == null) {
      log.error("Journal: writing failed, going on in a new segment: {}", why.toString());
    }
    List<Pending> waited = sequencer.abandon(durable, group);
    segments.abandon(durable, end(waited.isEmpty() ? group : waited));
    sequencer.done(group);
    lose(group);
    lose(waited);
    group.clear();
  }

  private void giveUp(List<Pending> group, Throwable why) {
    log.error("Journal: nothing can be written any more: {}", why.toString());
    failure = why;
    List<Pending> waited = sequencer.fail();
    lose(group);
    lose(waited);
    onFatal.accept(why);
  }

  private static long end(List<Pending> records) {
    return records.get(records.size() - 1).end();
  }

  private static void lose(List<Pending> records) {
    for (Pending record : records) {
      tell(record, true);
    }
  }

  private static void tell(Pending record, boolean lost) {
    try {
      if (lost) {
        record.receipt().lost();
      } else {
        record
            .receipt()
            .durable(record.position(), record.end(), StampClock.instant(record.stampMicros()));
      }
    } catch (RuntimeException e) {
      log.error("Journal: the receipt of position {} failed", record.position(), e);
    }
  }
}
