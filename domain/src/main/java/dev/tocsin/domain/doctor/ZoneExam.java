package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Do pings come when other clocks show the time of the schedule?
 *
 * <p>A job that takes two hours looks like one whose clock is two hours behind. So a shift to later
 * counts only where hardly anything is left that could be the length of a run: a minute and a half
 * where nobody is alarmed today, five where the check is down all the time. What comes early cannot
 * come from a long run, and may be less exact.
 */
final class ZoneExam {

  private static final int FEWEST_RUNS = 7;
  private static final Duration SHORTEST_SPAN = Duration.ofDays(2);

  private static final Duration EXACT = Duration.ofSeconds(90);
  private static final Duration TIGHT = Duration.ofMinutes(5);
  private static final Duration STARTS = Duration.ofMinutes(10);
  private static final Duration LOOSE = Duration.ofMinutes(30);

  private static final int MOST_ALIKE = 3;

  private record Guess(ZoneId zone, Fit fit) {}

  private ZoneExam() {}

  static Optional<Finding> of(Course course) {
    if (!course.told().goesByClocks()
        || course.begins().size() < FEWEST_RUNS
        || course.span().compareTo(SHORTEST_SPAN) < 0) {
      return Optional.empty();
    }
    Optional<Fit> now = Fit.of(course.told().schedule(), course, LOOSE);
    int share = now.map(Fit::share).orElse(0);
    if (share > 90) {
      return Optional.empty();
    }
    return best(course).flatMap(guess -> finding(course, guess, share));
  }

  private static Optional<Guess> best(Course course) {
    ZoneId present = ZoneId.of(course.told().zone());
    Instant last = course.begins().get(course.begins().size() - 1);
    List<Guess> guesses = new ArrayList<>();
    for (ZoneId zone : ZoneChoice.of(course.begins(), course.history().likely())) {
      Schedule schedule = course.told().in(zone).schedule();
      Duration reach = reach(course, offset(present, last) > offset(zone, last));
      Fit.of(schedule, course.latest(FEWEST_RUNS), reach)
          .filter(fit -> fit.latest() >= 3)
          .flatMap(fit -> Fit.of(schedule, course, reach))
          .filter(Fit::fits)
          .ifPresent(fit -> guesses.add(new Guess(zone, fit)));
    }
    return guesses.stream().reduce((a, b) -> b.fit().explained() > a.fit().explained() ? b : a);
  }

  private static Duration reach(Course course, boolean later) {
    if (!later) {
      return LOOSE;
    }
    boolean alarmed = course.judged().silences() * 2 >= course.begins().size();
    return course.starts() ? STARTS : alarmed ? TIGHT : EXACT;
  }

  private static int offset(ZoneId zone, Instant at) {
    return zone.getRules().getOffset(at).getTotalSeconds();
  }

  private static Optional<Finding> finding(Course course, Guess guess, int share) {
    Told told = course.told();
    ZoneId zone = guess.zone();
    Optional<Remedy> remedy = course.remedy("Set the time zone to " + zone, told.in(zone));
    if (remedy.isEmpty()) {
      return Optional.empty();
    }
    Lateness left = Lateness.of(guess.fit().lateness());
    boolean partly = sometimesEqual(course, zone);
    String says =
        partly
            ? "Pings are right for a part of the year and off for the other: the job goes by the clocks of %s, not of %s."
                .formatted(zone, told.zone())
            : "Pings are %s off, all the time: as if the job ran by the clocks of %s, not of %s."
                .formatted(shift(course, zone), zone, told.zone());
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "By the clocks of %s, %d of %d runs came within half an hour of when they were expected."
            .formatted(told.zone(), runsExplained(share, guess.fit().runs()), guess.fit().runs()));
    evidence.add(
        "By those of %s, %d of %d came when expected, 95 %% of them at most %s later."
            .formatted(zone, guess.fit().explained(), guess.fit().runs(), Words.of(left.p95())));
    List<ZoneId> alike =
        ZoneChoice.alike(zone, course.begins(), course.history().likely(), MOST_ALIKE);
    if (!alike.isEmpty()) {
      evidence.add(
          "It may be another zone with the same clocks: "
              + String.join(", ", alike.stream().map(ZoneId::getId).toList())
              + ".");
    }
    return Optional.of(
        new Finding(
            partly ? Finding.Kind.CLOCK_CHANGE : Finding.Kind.ZONE,
            says,
            evidence,
            guess.fit().first(),
            Optional.of(left),
            remedy));
  }

  private static long runsExplained(int share, int runs) {
    return Math.round(share * runs / 100.0);
  }

  /** The distance of the two clocks at the latest run at which they differed. */
  private static String shift(Course course, ZoneId zone) {
    ZoneId told = ZoneId.of(course.told().zone());
    int seconds = 0;
    for (Instant begin : course.begins()) {
      int now = Math.abs(offset(told, begin) - offset(zone, begin));
      seconds = now == 0 ? seconds : now;
    }
    return Words.of(Duration.ofSeconds(seconds));
  }

  /** Whether both clocks show the same for a part of the time. */
  private static boolean sometimesEqual(Course course, ZoneId zone) {
    ZoneId told = ZoneId.of(course.told().zone());
    return course.begins().stream().anyMatch(at -> offset(told, at) == offset(zone, at));
  }
}
