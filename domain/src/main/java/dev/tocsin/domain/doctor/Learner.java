package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Learns from pings when a job runs: the simplest schedule that explains them all. A job that comes
 * at the same distance round the clock has a period; any other one a cron line. Where weekends,
 * nights or months could make a difference that was not seen yet, it learns nothing.
 */
final class Learner {

  /** No grace time is shorter. */
  private static final Duration LEAST_GRACE = Duration.ofMinutes(1);

  /** Nor shorter than a twentieth of the interval, up to this. */
  private static final Duration ENOUGH_GRACE = Duration.ofMinutes(30);

  /**
   * What was learned.
   *
   * @param missed runs that should have come by this, and did not
   */
  record Learned(Told told, int runs, int missed, Lateness lateness) {

    String says() {
      String grace = "with a grace time of " + Words.of(told.grace());
      return told.goesByClocks()
          ? "Expect it by “%s” in %s, %s".formatted(told.line(), told.zone(), grace)
          : "Expect it every %s, %s".formatted(Words.of(told.timeout()), grace);
    }
  }

  private Learner() {}

  static Optional<Learned> learn(Course course) {
    return PeriodGuess.of(course).or(() -> LineGuess.of(course)).or(() -> PeriodGuess.slow(course));
  }

  /** Enough for what was measured and half as much again. */
  static Duration grace(Course course, Duration interval, Lateness lateness) {
    Duration usual = interval.dividedBy(20);
    Duration least = usual.compareTo(ENOUGH_GRACE) > 0 ? ENOUGH_GRACE : usual;
    Duration needed = Spans.percent(max(lateness.max(), longestRun(course)), 150);
    return Spans.roundUp(max(LEAST_GRACE, max(least, needed)));
  }

  private static Duration longestRun(Course course) {
    Duration longest = Duration.ZERO;
    for (JobRun run : course.runs()) {
      Instant end = run.end();
      if (run.started() && end != null) {
        longest = max(longest, Duration.between(run.begin(), end));
      }
    }
    return longest;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** Whether nobody has said when the job runs, and its pings do. */
  static Optional<Finding> untold(Course course) {
    return learn(course)
        .filter(learned -> !learned.told().equals(course.told()))
        .map(learned -> remedy(course, learned))
        .filter(found -> tolerable(found.remedy().after(), found.learned()))
        .map(
            found ->
                new Finding(
                    Finding.Kind.LEARNED,
                    "Nobody has said when this job runs. Its pings say: %s."
                        .formatted(found.learned().told().schedule().inWordsWithZone()),
                    evidence(found.learned()),
                    course.begins(),
                    Optional.of(found.learned().lateness()),
                    Optional.of(found.remedy())));
  }

  private record Found(Learned learned, Remedy remedy) {}

  private static Found remedy(Course course, Learned learned) {
    Judged after = course.history().judgedBy(learned.told());
    return new Found(learned, new Remedy(learned.says(), learned.told(), course.judged(), after));
  }

  /** To expect it as learned. */
  static Optional<Remedy> remedy(Course course) {
    return learn(course)
        .map(learned -> remedy(course, learned))
        .filter(found -> tolerable(found.remedy().after(), found.learned()))
        .map(Found::remedy);
  }

  /** An alarm for each run that really did not come is what the check is for. */
  private static boolean tolerable(Judged after, Learned learned) {
    return after.silences() <= learned.missed() + learned.runs() / 20;
  }

  private static List<String> evidence(Learned learned) {
    return List.of(
        "It explains %d runs; %s."
            .formatted(
                learned.runs(),
                learned.missed() == 0
                    ? "none was missing"
                    : learned.missed() + " that it expects did not come"),
        "95 %% of them came within %s of when they are due."
            .formatted(Words.of(learned.lateness().p95())));
  }

  private static boolean graceWouldDo(Course course, Duration grace) {
    Judged widened = course.history().judgedBy(course.told().within(grace));
    return widened.silences() * 2 <= course.judged().silences();
  }

  /**
   * Whether the check is told one schedule and its job runs by another one: half a dozen alarms,
   * and one in seven runs, of which the learned one would have raised hardly any.
   */
  static Optional<Finding> otherThanTold(Course course) {
    int silences = course.judged().silences();
    if (silences < Math.max(6, course.begins().size() * 15 / 100)) {
      return Optional.empty();
    }
    return learn(course)
        .map(learned -> remedy(course, learned))
        .filter(found -> found.remedy().after().silences() * 5 <= silences)
        .filter(found -> !graceWouldDo(course, found.learned().told().grace()))
        .map(
            found ->
                new Finding(
                    Finding.Kind.OTHER_SCHEDULE,
                    "The job runs by another schedule than the check expects: %s."
                        .formatted(found.learned().told().schedule().inWordsWithZone()),
                    evidence(found.learned()),
                    course.begins(),
                    Optional.of(found.learned().lateness()),
                    Optional.of(found.remedy())));
  }
}
