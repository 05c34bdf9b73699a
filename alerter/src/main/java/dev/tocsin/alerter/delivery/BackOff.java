package dev.tocsin.alerter.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after failures: doubled each time, and jittered so that lanes spread out. */
final class BackOff {

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /**
   * Between half of the doubled wait and all of it.
   *
   * @param failures how many in a row, at least 1
   */
  Duration after(int failures) {
    long millis = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
    return Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
  }
}
