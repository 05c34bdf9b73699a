package dev.tocsin.ping.http;

import java.util.concurrent.TimeUnit;

/**
 * Tokens that are taken, and grow back over time. One number says it all: the moment at which it
 * will be full again. Thread-safe.
 */
final class Bucket {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long fullAt;

  /** Full. */
  Bucket(long now) {
    this.fullAt = now;
  }

  /** How long a token takes to grow. */
  static long tokenNanos(int perMinute) {
    return Math.max(1, MINUTE / perMinute);
  }

  /**
   * Takes a token.
   *
   * @param perMinute so many tokens grow in a minute, and so many it holds
   * @param now of {@link System#nanoTime}
   * @return 0, or in how many seconds there will be a token, and none was taken
   */
  synchronized int take(int perMinute, long now) {
    long token = tokenNanos(perMinute);
    long from = fullAt - now > 0 ? fullAt : now;
    long missing = from - now + token - token * perMinute;
    if (missing > 0) {
      return Math.toIntExact(Math.min(Integer.MAX_VALUE, (missing + SECOND - 1) / SECOND));
    }
    fullAt = from + token;
    return 0;
  }
}
