package dev.tocsin.domain.check;

import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;

/**
 * What a check was told to expect: everything that its state machine needs besides its state.
 *
 * @param schedule when the next ping is due
 * @param grace how long after that silence is still no alarm, and (unless the policy limits runs)
 *     how long a run may take; real seconds, also across a change of the clocks
 * @param manualResume while paused, pings are ignored until a person resumes the check
 * @param policy what the check asks for beyond the Pinging API
 * @param assertions what has to be true of a run that reports success
 */
public record CheckRules(
    Schedule schedule, Duration grace, boolean manualResume, Policy policy, Assertions assertions) {
  public CheckRules {
    if (grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("grace must be positive: " + grace);
    }
  }

  /** Rules of a check that asks for nothing beyond the Pinging API. */
  public CheckRules(Schedule schedule, Duration grace, boolean manualResume) {
    this(schedule, grace, manualResume, Policy.NONE);
  }

  /** Rules of a check that takes every success for what it says it is. */
  public CheckRules(Schedule schedule, Duration grace, boolean manualResume, Policy policy) {
    this(schedule, grace, manualResume, policy, Assertions.NONE);
  }

  /** When the next completion is due after one at {@code completion}; may be {@code NEVER}. */
  Instant expectedAfter(Instant completion) {
    boolean hasTimes = !(schedule instanceof Period);
    return schedule.nextAfter(hasTimes ? completion.plus(policy.early()) : completion);
  }

  /** Where runs have a limit of their own, the schedule is met by a start. */
  boolean metByStart(CheckState is) {
    return is.started() && policy.maxRuntime().isPresent();
  }

  /** How long a run may go on without a sign of life. */
  public Duration runtimeLimit() {
    return policy.maxRuntime().orElse(grace);
  }
}
