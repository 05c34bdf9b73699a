package dev.tocsin.alerter.notices;

import java.time.Duration;

/**
 * When a check changes so often that telling of every change tells nobody anything.
 *
 * @param most changes within {@code within} that are still told one by one
 * @param within what they are counted in
 * @param settled as long without a change, and the check is done with it
 */
public record FlapLimits(int most, Duration within, Duration settled) {

  public static final FlapLimits DEFAULTS =
      new FlapLimits(6, Duration.ofHours(1), Duration.ofMinutes(30));

  public FlapLimits {
    if (most < 1) {
      throw new IllegalArgumentException("at least one change must be told: " + most);
    }
  }
}
