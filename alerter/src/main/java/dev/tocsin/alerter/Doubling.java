package dev.tocsin.alerter;

import java.time.Duration;

/**
 * How long to wait after attempts that failed: each pause is twice the one before.
 *
 * @param first after the first attempt
 * @param longest no pause is longer
 */
public record Doubling(Duration first, Duration longest) {

  /** Far more than are needed, and no overflow. */
  private static final int MOST = 20;

  /** The pause after so many attempts, one at least. */
  public Duration after(int attempts) {
    Duration pause = first.multipliedBy(1L << Math.min(attempts - 1, MOST));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
