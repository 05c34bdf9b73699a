package dev.tocsin.ping.pg;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between tries that fail: they double up to a bound, and each is drawn from its upper half,
 * so that many processes which lost the same server do not come back in step. For one thread.
 */
public final class Backoff {

  private final long shortestMillis;
  private final long longestMillis;
  private long nextMillis;

  /** Starts over at {@code shortest}. */
  public Backoff(Duration shortest, Duration longest) {
    this.shortestMillis = shortest.toMillis();
    this.longestMillis = longest.toMillis();
    this.nextMillis = shortestMillis;
  }

  /** How long to wait before the next try. */
  public Duration next() {
    long most = nextMillis;
    nextMillis = Math.min(longestMillis, 2 * nextMillis);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most - most / 2, most + 1));
  }

  /** It worked: the next failure starts with the shortest pause. */
  public void reset() {
    nextMillis = shortestMillis;
  }
}
