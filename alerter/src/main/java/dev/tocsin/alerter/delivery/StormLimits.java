package dev.tocsin.alerter.delivery;

import java.time.Duration;

/**
 * When checks that go down, or come back, together are told of as one event.
 *
 * @param checks more than as many of one project
 * @param percent of the project's active checks, at least
 * @param within all within this time
 */
public record StormLimits(int checks, int percent, Duration within) {

  public static final StormLimits DEFAULTS = new StormLimits(10, 25, Duration.ofMinutes(1));

  public StormLimits {
    if (checks < 1 || percent < 0 || percent > 100) {
      throw new IllegalArgumentException("a storm of %d checks, %d %%".formatted(checks, percent));
    }
  }

  /** Whether so many of so many are a storm. */
  boolean isStorm(long together, long active) {
    return together > checks && together * 100 >= active * percent;
  }
}
