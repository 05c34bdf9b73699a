package dev.tocsin.ping.apply;

import java.time.Duration;

/** Says when something that is done at intervals is due; at first, at once. For one thread. */
final class Every {

  private final long nanos;
  private long next = System.nanoTime();

  Every(Duration interval) {
    this.nanos = interval.toNanos();
  }

  /** Whether it is due; if so, it is not again for the whole interval. */
  boolean due() {
    long now = System.nanoTime();
    if (now - next < 0) {
      return false;
    }
    next = now + nanos;
    return true;
  }
}
