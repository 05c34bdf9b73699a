package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Do runs end? A job that tells its start and never its end is alarmed about for nothing; one that
 * does so now and then crashes. Half of the runs, five at least, and the latest one: below that it
 * is crashes, and there are alarms for those.
 */
final class UnfinishedExam {

  private static final int FEWEST = 5;

  private UnfinishedExam() {}

  static Optional<Finding> of(Course course) {
    // The last one may still be going on.
    Duration limit = course.history().policy().maxRuntime().orElse(course.told().grace());
    Instant running = course.history().now().minus(limit);
    List<JobRun> began =
        course.runs().stream()
            .filter(run -> run.started() && (run.end() != null || run.begin().isBefore(running)))
            .toList();
    List<JobRun> open = began.stream().filter(run -> run.end() == null).toList();
    if (open.size() < FEWEST
        || open.size() * 2 < began.size()
        || began.get(began.size() - 1).end() != null) {
      return Optional.empty();
    }
    boolean pairs = began.stream().anyMatch(run -> run.end() != null);
    boolean ends = course.ends().size() >= open.size() / 2 && !course.ends().isEmpty();
    String evidence =
        pairs || !ends
            ? "Where a run ends well, the job has to ping the URL without /start; where it fails,"
                + " with /fail."
            : "Its ends are heard, but with another run id, or none: give both pings the same rid.";
    return Optional.of(
        new Finding(
            Finding.Kind.UNFINISHED,
            "%d of %d runs began and were never said to end.".formatted(open.size(), began.size()),
            List.of(
                evidence,
                "A run that does not end within %s is an alarm.".formatted(Words.of(limit))),
            open.stream().map(JobRun::begin).toList(),
            Optional.empty(),
            Optional.empty()));
  }
}
