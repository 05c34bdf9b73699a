package dev.tocsin.alerter.delivery;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.LongSupplier;

/**
 * When lanes that we gave back are to be looked at, as far as that is soon. News that are held for
 * half a second need not wait for the next poll on top; whatever is forgotten here, the poll finds.
 * For any number of threads.
 */
final class NextLooks {

  /** What is held longer may as well wait for a poll. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What is to be looked at within so short a time is looked at together. */
  private static final Duration TOGETHER = Duration.ofMillis(10);

  private final LongSupplier nanoTime;
  private final long origin;
  private final Queue<Long> looks = new PriorityBlockingQueue<>(); // nanoseconds since the origin

  /**
   * @param nanoTime monotonic nanoseconds
   */
  NextLooks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  /** A lane is to be looked at after so long. */
  void in(Duration wait) {
    if (wait.compareTo(SOON) <= 0) {
      looks.add(now() + wait.toNanos());
    }
  }

  /** How long to wait for the next of them, at most {@code poll}; what has passed is forgotten. */
  Duration within(Duration poll) {
    long now = now();
    looks.removeIf(at -> at <= now);
    Long next = looks.peek();
    if (next == null || next - now >= poll.toNanos()) {
      return poll;
    }
    return Duration.ofNanos(Math.max(next - now, TOGETHER.toNanos()));
  }

  private long now() {
    return nanoTime.getAsLong() - origin;
  }
}
