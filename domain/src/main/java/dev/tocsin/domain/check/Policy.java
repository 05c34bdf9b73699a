package dev.tocsin.domain.check;

import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.util.Optional;

/**
 * What a check may ask for beyond schedule and grace time. Everything is off in {@link #NONE}, and
 * a check with that behaves exactly as the Pinging API says.
 *
 * @param maxRuntime how long a run may take. With it, the grace time is only how late a run may
 *     begin: while one is in progress, its own limit counts
 * @param minRuntime a success after a shorter run counts as a failure: the job cannot have done its
 *     work. Only where the start of the run is known
 * @param early a completion up to this long before a scheduled time counts for that time; no
 *     meaning for a period, which has no scheduled times
 * @param failuresBeforeDown how many reported failures in a row make the check go down. Silence is
 *     no reported failure: the grace time says how much of it is tolerated
 * @param successesBeforeUp how many successes in a row bring a check that is down up again
 * @param overlapping runs with different run ids are supervised each for itself
 * @param keepAlive a {@code log} ping of a run in progress is a sign of life: its limit counts from
 *     there
 * @param blind what becomes of a run that may have been missed since we could not hear
 */
public record Policy(
    Optional<Duration> maxRuntime,
    Optional<Duration> minRuntime,
    Duration early,
    int failuresBeforeDown,
    int successesBeforeUp,
    boolean overlapping,
    boolean keepAlive,
    BlindPolicy blind) {

  /** The shortest limit of a run: pings are not told apart much finer than this. */
  public static final Duration SHORTEST_RUNTIME = Duration.ofSeconds(1);

  /** The longest limit of a run; as long as the longest period. */
  public static final Duration LONGEST_RUNTIME = Period.LONGEST;

  /** Earlier than this is not early: it is another run. */
  public static final Duration LONGEST_EARLY = Duration.ofDays(1);

  /** The longest row of failures or successes to wait for; a check that needs more says nothing. */
  public static final int LONGEST_ROW = 100;

  /** Nothing asked for. */
  public static final Policy NONE =
      new Policy(
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          1,
          1,
          false,
          false,
          BlindPolicy.EXCUSE);

  public Policy {
    maxRuntime.ifPresent(limit -> requireRuntime("max_runtime", limit));
    minRuntime.ifPresent(limit -> requireRuntime("min_runtime", limit));
    if (early.isNegative() || early.compareTo(LONGEST_EARLY) > 0) {
      throw new IllegalArgumentException("early tolerance out of range: " + early);
    }
    requireRow("failures", failuresBeforeDown);
    requireRow("successes", successesBeforeUp);
  }

  /**
   * A policy as it is kept, told and entered: a runtime of zero is none. What asks for nothing is
   * {@link #NONE} itself, since many are kept in memory.
   */
  public static Policy of(
      Duration maxRuntime,
      Duration minRuntime,
      Duration early,
      int failuresBeforeDown,
      int successesBeforeUp,
      boolean overlapping,
      boolean keepAlive,
      BlindPolicy blind) {
    Policy policy =
        new Policy(
            Optional.of(maxRuntime).filter(limit -> !limit.isZero()),
            Optional.of(minRuntime).filter(limit -> !limit.isZero()),
            early,
            failuresBeforeDown,
            successesBeforeUp,
            overlapping,
            keepAlive,
            blind);
    return policy.equals(NONE) ? NONE : policy;
  }

  private static void requireRuntime(String name, Duration limit) {
    if (limit.compareTo(SHORTEST_RUNTIME) < 0 || limit.compareTo(LONGEST_RUNTIME) > 0) {
      throw new IllegalArgumentException(name + " out of range: " + limit);
    }
  }

  private static void requireRow(String of, int length) {
    if (length < 1 || length > LONGEST_ROW) {
      throw new IllegalArgumentException(of + " in a row out of range: " + length);
    }
  }

  /** Whether a run that took this long cannot have done its work. */
  boolean tooFast(Duration took) {
    return minRuntime.isPresent() && took.compareTo(minRuntime.get()) < 0;
  }

  /** As {@link #of} takes it. */
  public Duration maxRuntimeOrZero() {
    return maxRuntime.orElse(Duration.ZERO);
  }

  /** As {@link #of} takes it. */
  public Duration minRuntimeOrZero() {
    return minRuntime.orElse(Duration.ZERO);
  }

  /** Whether no run can be long enough for one limit and short enough for the other. */
  public boolean contradictsItself() {
    return maxRuntime.isPresent() && tooFast(maxRuntime.get());
  }
}
