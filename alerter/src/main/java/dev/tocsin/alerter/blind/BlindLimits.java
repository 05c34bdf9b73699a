package dev.tocsin.alerter.blind;

import java.time.Duration;

/**
 * When people are told of blind time, and how it is grouped.
 *
 * @param look between two looks for blind time that is over, and for something to tell of it
 * @param notice blind time longer than this is told even if all its runs were heard since
 * @param longestWait runs of one blind interval become certain one after the other: the first one
 *     waits for the others, at most so long
 * @param named more unverified runs than this are counted in a message, and named on the page
 * @param atOnce most intervals noted in one transaction, and most messages made in one
 */
public record BlindLimits(
    Duration look, Duration notice, Duration longestWait, int named, int atOnce) {

  /** The usual bounds. */
  public static final BlindLimits DEFAULTS =
      new BlindLimits(
          Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(10), 50, 100);

  /** The same with other bounds of what is told, and when. */
  public BlindLimits telling(Duration noticed, Duration waiting) {
    return new BlindLimits(look, noticed, waiting, named, atOnce);
  }

  public BlindLimits {
    if (look.toMillis() < 1 || named < 1 || atOnce < 1) {
      throw new IllegalArgumentException("bounds of blind time must be positive");
    }
  }
}
