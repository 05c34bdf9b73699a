package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Does every run come a little later than the one before said? A loop that works and then sleeps
 * does: it never comes sooner than it sleeps, and what it works adds up. A job that cron starts
 * comes sooner as often as later.
 */
final class DriftExam {

  private static final int FEWEST = 15;

  /** Less than that is the jitter of clocks and networks. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  /** In hundredths of the period: with more it is another period, no drift. */
  private static final int MOST_PERCENT = 50;

  /** A schedule by clocks is left behind only once the loop has slid that far along it. */
  private static final int SLID_PERCENT = 25;

  private DriftExam() {}

  static Optional<Finding> of(Course course) {
    List<Duration> intervals = course.intervals(course.ends()).stream().sorted().toList();
    Optional<Duration> period = period(course);
    if (intervals.size() < FEWEST || period.isEmpty()) {
      return Optional.empty();
    }
    Duration told = period.get();
    Duration longer = Lateness.at(intervals, 50).minus(told);
    Duration least = max(LEAST, told.dividedBy(200));
    boolean hardlyEverSooner = Lateness.at(intervals, 5).compareTo(told) > 0;
    boolean never =
        Lateness.at(intervals, 95).compareTo(Spans.percent(told, 100 + MOST_PERCENT)) > 0;
    if (longer.compareTo(least) < 0 || !hardlyEverSooner || never || !slid(course, longer, told)) {
      return Optional.empty();
    }
    return Optional.of(finding(course, told, intervals));
  }

  private static Finding finding(Course course, Duration told, List<Duration> intervals) {
    Duration usual = Lateness.at(intervals, 50);
    Duration nearest = Spans.nearest(usual);
    Duration proposed = nearest.equals(usual) ? Spans.stepUp(usual) : nearest;
    List<Duration> late = intervals.stream().map(i -> i.minus(told)).toList();
    return new Finding(
        Finding.Kind.DRIFT,
        "The job comes a little later each time: every %s instead of every %s."
            .formatted(Words.of(usual), Words.of(told)),
        List.of(
            "95 of 100 intervals between pings are longer than %s, half of them by %s or more."
                .formatted(Words.of(told), Words.of(usual.minus(told))),
            "So does a loop that works and then sleeps, and what it works adds up to %s a day."
                .formatted(
                    Words.of(
                        usual
                            .minus(told)
                            .multipliedBy(Math.max(1, Duration.ofDays(1).dividedBy(usual)))))),
        course.ends(),
        Optional.of(Lateness.of(late)),
        course.remedy("Set the period to " + Words.of(proposed), course.told().every(proposed)));
  }

  /** What the check expects from one run to the next, if that is always the same. */
  private static Optional<Duration> period(Course course) {
    if (!course.told().goesByClocks()) {
      return Optional.of(course.told().timeout());
    }
    Schedule schedule = course.told().schedule();
    List<Instant> next = schedule.upcoming(course.history().createdAt(), FEWEST);
    if (next.size() < FEWEST) {
      return Optional.empty();
    }
    Duration first = Duration.between(next.get(0), next.get(1));
    for (int i = 2; i < next.size(); i++) {
      if (!Duration.between(next.get(i - 1), next.get(i)).equals(first)) {
        return Optional.empty();
      }
    }
    return Optional.of(first);
  }

  private static boolean slid(Course course, Duration longer, Duration told) {
    return !course.told().goesByClocks()
        || longer.multipliedBy(course.ends().size()).compareTo(Spans.percent(told, SLID_PERCENT))
            > 0;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
