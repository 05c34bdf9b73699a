package dev.tocsin.ping;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is left of the time that something may take in all, to be shared by its steps.
 *
 * @param end as {@link System#nanoTime} has it
 */
record TimeLeft(long end) {

  /** So long from now on. */
  static TimeLeft of(Duration longest) {
    return new TimeLeft(System.nanoTime() + longest.toNanos());
  }

  /** For one step: as much as is left, but no more than this. */
  TimeLeft atMost(Duration longest) {
    return new TimeLeft(Math.min(end, of(longest).end()));
  }

  /** In milliseconds, one at least: {@link Thread#join} takes nought for ever. */
  long millis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  /** Waits until something is so, or nothing is left. */
  void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
