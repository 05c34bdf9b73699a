package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Learner.Learned;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Learns a cron line: tries the lines that people write, in the zones that it may be, and takes the
 * simplest one that explains all runs. First the zones that others of the project go by, then UTC,
 * then all: which hour it is depends on the zone, and pings tell zones apart only where clocks
 * change or a weekday would look strange.
 */
final class LineGuess {

  private record Guess(ZoneId zone, CronLines.Line line, Fit fit) {}

  /** What does not explain the latest runs is not tried on all. */
  private static final int FIRST_LOOK = 10;

  private LineGuess() {}

  static Optional<Learned> of(Course course) {
    if (course.begins().size() < CronLines.FEWEST
        || course.span().compareTo(CronDates.SHORTEST_SPAN) < 0) {
      return Optional.empty();
    }
    for (Set<ZoneId> zones : tiers(course)) {
      List<Guess> guesses = new ArrayList<>();
      for (ZoneId zone : zones) {
        guess(course, zone).ifPresent(guesses::add);
      }
      Optional<Guess> best =
          guesses.stream().reduce((a, b) -> b.line().cost() < a.line().cost() ? b : a);
      if (best.isPresent()) {
        return best.map(guess -> learned(course, guess));
      }
    }
    return Optional.empty();
  }

  private static List<Set<ZoneId>> tiers(Course course) {
    Set<ZoneId> hinted = new LinkedHashSet<>();
    if (course.history().toldByPeople() && course.told().goesByClocks()) {
      hinted.add(ZoneId.of(course.told().zone()));
    }
    hinted.addAll(course.history().likely());
    hinted.removeIf(zone -> zone.getId().equals("UTC") || zone.equals(ZoneOffset.UTC));
    return List.of(
        hinted,
        Set.of(ZoneId.of("UTC")),
        new LinkedHashSet<>(ZoneChoice.of(course.begins(), course.history().likely())));
  }

  private static Optional<Guess> guess(Course course, ZoneId zone) {
    for (CronLines.Line line : CronLines.of(course, zone)) {
      Schedule schedule = course.told().by(line.text(), zone).schedule();
      Optional<Fit> fit =
          Fit.of(schedule, course.latest(FIRST_LOOK), line.reach())
              .filter(f -> f.latest() >= 3)
              .flatMap(f -> Fit.of(schedule, course, line.reach()))
              .filter(Fit::fits)
              .filter(f -> f.met() * 100L >= f.due() * 90L && line.seenEnough(f, course));
      if (fit.isPresent()) {
        return Optional.of(new Guess(zone, line, fit.get()));
      }
    }
    return Optional.empty();
  }

  private static Learned learned(Course course, Guess guess) {
    Fit fit = guess.fit();
    Lateness late = Lateness.of(fit.lateness());
    Told told = course.told().by(guess.line().text(), guess.zone());
    Duration interval = course.span().dividedBy(Math.max(1, fit.met()));
    return new Learned(
        told.within(Learner.grace(course, interval, late)),
        fit.explained(),
        fit.due() - fit.met(),
        late);
  }
}
