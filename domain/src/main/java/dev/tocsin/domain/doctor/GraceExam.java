package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Delays.Delay;
import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Does the grace time go with how late pings really are?
 *
 * <p><b>Too tight:</b> at least three alarms, and two of a hundred runs, for pings that came all
 * the same, and soon: within eight times the grace time and half the way to the next run. What came
 * later than that was a real outage, and says nothing about grace.
 *
 * <p><b>Far too wide:</b> in thirty runs none needed a twentieth of it, and it is hours long or
 * several runs long. The hour that every check begins with is not too wide for a daily job.
 */
final class GraceExam {

  private static final int FEWEST_LATE = 3;
  private static final int FEWEST_LATE_PERCENT = 2;
  private static final int SOON = 8;

  private static final int FEWEST_FOR_WIDE = 30;
  private static final int TIMES_TOO_WIDE = 20;
  private static final Duration LONG = Duration.ofHours(3);
  private static final int RUNS_LONG = 3;

  private GraceExam() {}

  static Optional<Finding> of(Course course) {
    Delays delays = Delays.of(course);
    if (delays.all().size() < FEWEST_LATE) {
      return Optional.empty();
    }
    return tooTight(course, delays).or(() -> tooWide(course, delays));
  }

  private static Optional<Finding> tooTight(Course course, Delays delays) {
    Duration grace = course.told().grace();
    Duration limit = min(grace.multipliedBy(SOON), delays.usualInterval().dividedBy(2));
    List<Delay> late =
        delays.all().stream()
            .filter(d -> d.late().compareTo(grace) > 0 && d.late().compareTo(limit) <= 0)
            .toList();
    if (late.size() < FEWEST_LATE
        || late.size() * 100L < delays.all().size() * (long) FEWEST_LATE_PERCENT) {
      return Optional.empty();
    }
    Duration longest = late.stream().map(Delay::late).max(Duration::compareTo).orElseThrow();
    Duration proposed = Spans.roundUp(Spans.percent(longest, 125));
    Optional<Remedy> remedy =
        course.remedy(
            "Set the grace time to " + Words.of(proposed), course.told().within(proposed));
    if (remedy.isEmpty() || remedy.get().after().silences() >= course.judged().silences()) {
      return Optional.empty();
    }
    List<Instant> examples = late.stream().map(Delay::end).toList();
    return Optional.of(
        new Finding(
            Finding.Kind.GRACE_TOO_TIGHT,
            "The grace time is too short: %d of %d runs came after the alarm, at most %s late."
                .formatted(late.size(), delays.all().size(), Words.of(longest)),
            List.of(
                "The grace time is %s. Each of these was an alarm for a job that was fine."
                    .formatted(Words.of(grace))),
            examples,
            Optional.of(Lateness.of(delays.lateness())),
            remedy));
  }

  private static Optional<Finding> tooWide(Course course, Delays delays) {
    Duration grace = course.told().grace();
    Duration interval = delays.usualInterval();
    Lateness lateness = Lateness.of(delays.lateness());
    Duration needed = max(lateness.max(), Duration.ofSeconds(30));
    boolean several = grace.compareTo(interval.multipliedBy(RUNS_LONG)) >= 0;
    boolean hours = grace.compareTo(LONG) >= 0;
    if (delays.all().size() < FEWEST_FOR_WIDE
        || needed.multipliedBy(TIMES_TOO_WIDE).compareTo(grace) > 0
        || !(several || hours)) {
      return Optional.empty();
    }
    Duration proposed = Spans.roundUp(needed.multipliedBy(3));
    return course
        .remedy("Set the grace time to " + Words.of(proposed), course.told().within(proposed))
        .map(
            remedy ->
                new Finding(
                    Finding.Kind.GRACE_TOO_WIDE,
                    "The grace time is far too long: nobody would hear of a job that is gone for %s."
                        .formatted(Words.of(grace)),
                    List.of(
                        "Of %d runs, none needed more than %s of it."
                            .formatted(delays.all().size(), Words.of(lateness.max())),
                        several
                            ? "A run is expected every %s: several would be missed in silence."
                                .formatted(Words.of(interval))
                            : "With %s an alarm would come %s sooner."
                                .formatted(Words.of(proposed), Words.of(grace.minus(proposed)))),
                    List.of(),
                    Optional.of(lateness),
                    Optional.of(remedy)));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
