package dev.tocsin.domain.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Policies for tests, said by what is on. */
final class Policies {

  private Policies() {}

  static Policy maxRuntime(long seconds) {
    return new Policy(
        seconds(seconds), Optional.empty(), Duration.ZERO, 1, 1, false, false, BlindPolicy.EXCUSE);
  }

  static Policy minRuntime(long seconds) {
    return new Policy(
        Optional.empty(), seconds(seconds), Duration.ZERO, 1, 1, false, false, BlindPolicy.EXCUSE);
  }

  static Policy early(long seconds) {
    return new Policy(
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(seconds),
        1,
        1,
        false,
        false,
        BlindPolicy.EXCUSE);
  }

  static Policy inRow(int failures, int successes) {
    return new Policy(
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        failures,
        successes,
        false,
        false,
        BlindPolicy.EXCUSE);
  }

  static Policy overlapping() {
    return new Policy(
        Optional.empty(), Optional.empty(), Duration.ZERO, 1, 1, true, false, BlindPolicy.EXCUSE);
  }

  static Policy keepAlive() {
    return new Policy(
        Optional.empty(), Optional.empty(), Duration.ZERO, 1, 1, false, true, BlindPolicy.EXCUSE);
  }

  static Policy blind(BlindPolicy policy) {
    return new Policy(
        Optional.empty(), Optional.empty(), Duration.ZERO, 1, 1, false, false, policy);
  }

  static Policy with(Policy policy, Optional<Duration> maxRuntime, boolean keepAlive) {
    return new Policy(
        maxRuntime,
        policy.minRuntime(),
        policy.early(),
        policy.failuresBeforeDown(),
        policy.successesBeforeUp(),
        policy.overlapping(),
        keepAlive,
        policy.blind());
  }

  /** Any policy, with durations that are multiples of {@code step} seconds. */
  static Policy random(Random random, int step) {
    Optional<Duration> max =
        random.nextBoolean() ? Optional.empty() : seconds((long) step * (4 + random.nextInt(10)));
    Optional<Duration> min =
        random.nextBoolean() ? Optional.empty() : seconds((long) step * (1 + random.nextInt(3)));
    return new Policy(
        max,
        min,
        Duration.ofSeconds(random.nextBoolean() ? 0 : step * random.nextInt(3)),
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        random.nextBoolean(),
        random.nextBoolean(),
        List.of(BlindPolicy.values()).get(random.nextInt(3)));
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
