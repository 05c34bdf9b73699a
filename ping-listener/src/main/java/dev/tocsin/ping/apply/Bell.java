package dev.tocsin.ping.apply;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the one thread that waits on it. A ring while nobody waits is not lost: the next wait ends
 * at once. Made before the journal, which rings it after every group, and the applier, which waits.
 */
public final class Bell {

  private static final long SILENT = Long.MIN_VALUE;

  private final AtomicLong rungAt = new AtomicLong(SILENT);
  private volatile boolean rung;
  private volatile @Nullable Thread waiter;

  /** There may be something to do. Cheap, from any thread. */
  public void ring() {
    rung = true;
    rungAt.compareAndSet(SILENT, System.nanoTime());
    LockSupport.unpark(waiter);
  }

  /** Waits for a ring since the last wait, at most {@code longest}; also ends by interruption. */
  void await(Duration longest) {
    waiter = Thread.currentThread();
    long until = System.nanoTime() + longest.toNanos();
    long left = longest.toNanos();
    while (!rung && left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = until - System.nanoTime();
    }
    rung = false;
  }

  /** How long ago the first ring since {@link #answered} was; zero if there was none. */
  Duration unanswered() {
    long at = rungAt.get();
    return at == SILENT ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - at);
  }

  /** Everything that was rung for up to now is done. Look for more work after this, not before. */
  void answered() {
    rungAt.set(SILENT);
  }
}
