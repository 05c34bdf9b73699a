package dev.tocsin.domain.check;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;

/**
 * What a check was told to expect: everything that its state machine needs besides its state.
 *
 * @param schedule when the next ping is due
 * @param grace how long after that silence is still no alarm, and how long a run may take; real
 *     seconds, also across a change of the clocks
 * @param manualResume while paused, pings are ignored until a person resumes the check
 */
public record CheckRules(Schedule schedule, Duration grace, boolean manualResume) {
  public CheckRules {
    if (grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("grace must be positive: " + grace);
    }
  }
}
