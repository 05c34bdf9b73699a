package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Is a ping ever due? A line that never matches is refused when it is entered, but its times may
 * all lie behind us, and a line for 29 February matches once in four years. That is suspicious only
 * of a job that runs more often than that.
 */
final class NeverDueExam {

  /** Longer than any job that runs once a year. */
  private static final Duration LONG = Duration.ofDays(400);

  private static final int FEWEST_RUNS = 3;

  private NeverDueExam() {}

  static Optional<Finding> of(Course course) {
    Instant now = course.history().now();
    Instant next = course.told().schedule().nextAfter(now);
    long recent = course.begins().stream().filter(at -> at.isAfter(now.minus(LONG))).count();
    boolean never = !next.isBefore(Schedule.NEVER);
    if (next.isBefore(now.plus(LONG)) || recent < FEWEST_RUNS) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Kind.NEVER_DUE,
            never
                ? "All times of this schedule have passed: no ping is due any more, and the job may"
                    + " die unnoticed."
                : "The next ping is due in %s: until then the job may die unnoticed."
                    .formatted(Words.of(Duration.between(now, next))),
            List.of("The job ran %d times in the last 400 days.".formatted(recent)),
            course.begins(),
            Optional.empty(),
            Learner.remedy(course)));
  }
}
