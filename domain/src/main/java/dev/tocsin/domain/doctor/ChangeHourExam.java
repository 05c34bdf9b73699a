package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.ClockChanges.Change;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Was a run left out when clocks skipped its time, or did it come twice when they repeated it?
 * Debian's cron does neither, and neither does a cron line here; many other schedulers do both.
 *
 * <p>Two runs at the same time of a clock, an hour apart, in the very hour that is repeated, are no
 * coincidence. A run that is missing may be one. So it counts only for a job that missed no other
 * one, or hardly any if it happened twice.
 */
final class ChangeHourExam {

  /** Runs that say that a job is regular. */
  private static final int FEWEST_RUNS = 20;

  private static final Duration REACH = Duration.ofMinutes(30);

  /** Both of two runs are about as late as each other: the clock began them. */
  private static final Duration ALIKE = Duration.ofMinutes(10);

  /** A run that came in this time around the change was no more than late. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private static final Duration AFTER = Duration.ofHours(3);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  private ChangeHourExam() {}

  static Optional<Finding> of(Course course) {
    if (!course.told().goesByClocks() || course.begins().size() < FEWEST_RUNS) {
      return Optional.empty();
    }
    Optional<Fit> fit = Fit.of(course.told().schedule(), course, REACH);
    if (fit.isEmpty() || fit.get().share() < 95) {
      return Optional.empty();
    }
    ClockChanges changes = ClockChanges.of(course.told());
    List<Instant> begins = course.begins();
    List<Change> seen = changes.between(begins.get(0), begins.get(begins.size() - 1));
    List<Change> doubled =
        seen.stream().filter(change -> !change.isGap() && isDoubled(course, change)).toList();
    List<Change> skipped =
        seen.stream().filter(change -> change.isGap() && isSkipped(course, change)).toList();
    // Calendar expressions skip such times themselves: then it is what people asked for.
    if (!course.told().kind().equals(Schedules.CRON) || !isTelling(skipped, fit.get())) {
      skipped = List.of();
    }
    return skipped.isEmpty() && doubled.isEmpty()
        ? Optional.empty()
        : Optional.of(finding(course, changes, skipped, doubled, fit.get()));
  }

  private static boolean isTelling(List<Change> skipped, Fit fit) {
    int others = fit.due() - fit.met() - skipped.size();
    return skipped.size() > 1 ? others * 20 <= fit.due() : others <= 0;
  }

  private static boolean isSkipped(Course course, Change change) {
    Instant from = change.at().minus(BEFORE);
    Instant until = change.at().plus(AFTER);
    return course.excused().within(from, until).isZero()
        && course.begins().stream().noneMatch(at -> !at.isBefore(from) && at.isBefore(until));
  }

  private static boolean isDoubled(Course course, Change change) {
    Optional<Duration> first = lateness(course, change.first());
    Optional<Duration> second = lateness(course, change.second());
    return first.isPresent()
        && second.isPresent()
        && first.get().minus(second.get()).abs().compareTo(ALIKE) <= 0;
  }

  /** Of the first run that came within reach of a time. */
  private static Optional<Duration> lateness(Course course, Instant time) {
    return course.begins().stream()
        .map(at -> Duration.between(time, at))
        .filter(late -> late.compareTo(Fit.EARLY.negated()) >= 0 && late.compareTo(REACH) <= 0)
        .findFirst();
  }

  private static Finding finding(
      Course course, ClockChanges changes, List<Change> skipped, List<Change> doubled, Fit fit) {
    LocalTime time = (skipped.isEmpty() ? doubled : skipped).get(0).time();
    ZoneId zone = ZoneId.of(course.told().zone());
    List<String> evidence = new ArrayList<>();
    skipped.forEach(
        change ->
            evidence.add(
                "On %s, clocks in %s skipped %s to %s, and no run came. By cron it would have come at %s."
                    .formatted(
                        DAY.format(change.date()), zone, change.from(), change.to(), change.to())));
    if (!skipped.isEmpty()) {
      evidence.add(
          "Of the other %d that were due, %d came.".formatted(others(fit, skipped), fit.met()));
    }
    doubled.forEach(
        change ->
            evidence.add(
                "On %s, clocks in %s repeated %s to %s, and a run came at %s both times."
                    .formatted(
                        DAY.format(change.date()),
                        zone,
                        change.from(),
                        change.to(),
                        change.time())));
    changes
        .next(course.history().now())
        .ifPresent(
            next ->
                evidence.add(
                    "The next such night is that of %s.".formatted(DAY.format(next.date()))));
    evidence.add(
        "To have it run once every night, move the job out of this hour, or let it go by UTC, and tell the check the same.");
    return new Finding(
        Finding.Kind.CHANGE_HOUR,
        says(time, !skipped.isEmpty(), !doubled.isEmpty()),
        evidence,
        examples(course, skipped, doubled),
        Optional.empty(),
        skipped.isEmpty() ? Optional.empty() : remedy(course, time));
  }

  private static int others(Fit fit, List<Change> skipped) {
    return fit.due() - skipped.size();
  }

  private static String says(LocalTime time, boolean skipped, boolean doubled) {
    if (!doubled) {
      return "The job does not run in the night in which clocks skip %s.".formatted(time);
    }
    return skipped
        ? "The job does not run when clocks skip %s, and runs twice when they repeat it."
            .formatted(time)
        : "The job runs twice in the night in which clocks repeat %s.".formatted(time);
  }

  /** A calendar expression skips what the job skips. */
  private static Optional<Remedy> remedy(Course course, LocalTime time) {
    Told told = course.told();
    return CalendarOfCron.of(told.line())
        .map(expression -> told.by(expression, ZoneId.of(told.zone())))
        .flatMap(other -> course.remedy("Expect no run when clocks skip %s".formatted(time), other))
        .filter(remedy -> remedy.after().silences() < course.judged().silences());
  }

  private static List<Instant> examples(Course course, List<Change> skipped, List<Change> doubled) {
    List<Instant> examples = new ArrayList<>();
    for (Change change : doubled) {
      course.begins().stream()
          .filter(at -> !at.isBefore(change.first().minus(Fit.EARLY)))
          .limit(2)
          .forEach(examples::add);
    }
    for (Change change : skipped) {
      course.begins().stream()
          .filter(at -> at.isAfter(change.at()))
          .findFirst()
          .ifPresent(examples::add);
    }
    return examples;
  }
}
