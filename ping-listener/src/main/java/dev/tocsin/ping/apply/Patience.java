package dev.tocsin.ping.apply;

import java.time.Duration;

/**
 * How a ping waits that asks for more than is certain yet: what lies before it is applied, then it
 * is looked at again now and then, alone. For one thread.
 */
final class Patience {

  /** How often: streams that wait for each other, ping after ping, take turns by it. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private int limit = Integer.MAX_VALUE;
  private boolean waiting;
  private long pauseUntil;

  /** How many pings the next batch may have. */
  int limit() {
    return limit;
  }

  /** Whether the next ping is not to be looked at just now. */
  boolean waits() {
    return waiting && System.nanoTime() - pauseUntil < 0;
  }

  /**
   * A ping has to wait.
   *
   * @param before how many of its batch lie before it
   */
  void hold(int before) {
    limit = Math.max(1, before);
    waiting = before == 0;
    pauseUntil = System.nanoTime() + PAUSE.toNanos();
  }

  /** A batch went through. */
  void succeeded() {
    limit = Integer.MAX_VALUE;
    waiting = false;
  }
}
