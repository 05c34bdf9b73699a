package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Learner.Learned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns a period: most intervals are the same, the others a multiple of it. */
final class PeriodGuess {

  private static final int FEWEST = 20;
  private static final int FEWEST_SLOW = 8;

  /** Shorter ones are no periods of checks. */
  private static final Duration SHORTEST = Duration.ofSeconds(55);

  /** From here on a job has a time of day. */
  private static final Duration SLOW = Duration.ofHours(20);

  /** A day and a bit: a job that rests at night would have rested. */
  private static final Duration ROUND_THE_CLOCK = Duration.ofHours(26);

  /** A week and a bit: a job that rests at weekends would have rested. */
  private static final Duration ROUND_THE_WEEK = Duration.ofDays(8);

  private PeriodGuess() {}

  /** A period of less than a day. */
  static Optional<Learned> of(Course course) {
    return guess(course, FEWEST, 10)
        .filter(learned -> learned.told().timeout().compareTo(SLOW) < 0)
        .filter(learned -> seen(course, learned.told().timeout()));
  }

  /** A period of a day or more, of a job that keeps to no time of day. */
  static Optional<Learned> slow(Course course) {
    return guess(course, FEWEST_SLOW, 25)
        .filter(learned -> learned.told().timeout().compareTo(SLOW) >= 0)
        .filter(learned -> course.span().compareTo(ROUND_THE_WEEK) >= 0);
  }

  /**
   * Whether it was heard for long enough. Often only the latest pings are kept, and of a frequent
   * job they are hours: then the number of all pings since the check was made has to agree.
   */
  private static boolean seen(Course course, Duration period) {
    if (course.span().compareTo(ROUND_THE_WEEK) >= 0) {
      return true;
    }
    Instant since = course.history().createdAt();
    Duration life = Duration.between(since, course.history().now());
    long expected = Math.max(1, life.dividedBy(period));
    long pings = Math.max(1, course.history().heard().size());
    long runs = course.history().counted() * course.ends().size() / pings;
    boolean always = runs * 100 >= expected * 92;
    return always && life.compareTo(ROUND_THE_CLOCK) >= 0;
  }

  private static Optional<Learned> guess(Course course, int fewest, int jitterPercent) {
    List<Duration> intervals = course.intervals(course.begins()).stream().sorted().toList();
    if (intervals.size() < fewest) {
      return Optional.empty();
    }
    Duration usual = Lateness.at(intervals, 50);
    if (usual.compareTo(SHORTEST) < 0) {
      return Optional.empty();
    }
    Duration jitter = Spans.percent(usual, jitterPercent);
    List<Duration> single = new ArrayList<>();
    int regular = 0;
    int missed = 0;
    for (Duration interval : intervals) {
      long times = Math.max(1, Math.round((double) interval.toMillis() / usual.toMillis()));
      Duration off = interval.minus(usual.multipliedBy(times)).abs();
      if (off.compareTo(jitter) <= 0) {
        regular++;
        missed += (int) Math.min(1_000, times - 1);
      }
      if (off.compareTo(jitter) <= 0 && times == 1) {
        single.add(interval);
      }
    }
    if (regular * 100 < intervals.size() * 95 || missed * 100 > intervals.size() * 8) {
      return Optional.empty();
    }
    Duration nearest = Spans.nearest(usual);
    Duration period = nearest.equals(usual) ? Spans.stepUp(usual) : nearest;
    Lateness late = Lateness.of(single.stream().map(i -> i.minus(period)).toList());
    Told told = course.told().every(period).within(Learner.grace(course, period, late));
    return Optional.of(new Learned(told, intervals.size() + 1, missed, late));
  }
}
