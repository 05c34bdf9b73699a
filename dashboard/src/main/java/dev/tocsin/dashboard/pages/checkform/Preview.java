package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the entered times mean, told before anybody saves them.
 *
 * @param problem what to do before there is a preview; otherwise empty
 * @param every the period in words; empty for schedules
 * @param slack the grace time in words
 * @param total period and grace time together; empty for schedules
 * @param words the schedule in words; empty for periods
 * @param zone of the schedule
 * @param runs the next times at which it is due, on the clocks of its zone
 * @param past what these settings would have made of the last 30 days; empty for a new check
 */
public record Preview(
    String problem,
    String every,
    String slack,
    String total,
    String words,
    String zone,
    List<Run> runs,
    Optional<Replays.Month> past) {

  private static final int RUNS = 10;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

  /**
   * One run.
   *
   * @param offset the name of the zone's time then: it tells which of two equal hours is meant
   * @param here the same on the viewer's clocks; empty if they show the same
   */
  public record Run(Instant at, String day, String time, String offset, String here) {

    private static Run of(ZonedDateTime at, ZoneId viewers) {
      DateTimeFormatter time = at.getSecond() == 0 ? MINUTES : SECONDS;
      ZonedDateTime there = at.withZoneSameInstant(viewers);
      boolean sameDay = there.toLocalDate().equals(at.toLocalDate());
      String here =
          there.toLocalDateTime().equals(at.toLocalDateTime())
              ? ""
              : (sameDay ? "" : WEEKDAY.format(there) + " ") + time.format(there);
      return new Run(at.toInstant(), DAY.format(at), time.format(at), OFFSET.format(at), here);
    }
  }

  static Preview of(When when, Span grace, Duration shortest, Viewer viewer) {
    Problems problems = grace.addProblems(Problems.none(), "grace", shortest);
    when.addProblems(problems, shortest);
    String slack = grace.duration().map(Times::span).orElse("");
    if (when.blank()) {
      return told("Enter when the job runs to see what happens when.", slack);
    }
    if (!problems.isEmpty()) {
      return told(problems.first(), slack);
    }
    Schedule schedule = when.schedule();
    Optional<ZoneId> zone = schedule.zone();
    if (zone.isEmpty()) {
      Duration total = when.period().duration().orElseThrow().plus(grace.duration().orElseThrow());
      return new Preview(
          "", when.every(), slack, Times.span(total), "", "", List.of(), Optional.empty());
    }
    List<Run> runs =
        schedule.upcoming(viewer.now(), RUNS).stream()
            .map(at -> Run.of(at.atZone(zone.get()), viewer.zone()))
            .toList();
    return new Preview(
        "", "", slack, "", schedule.inWords(), zone.get().getId(), runs, Optional.empty());
  }

  private static Preview told(String problem, String slack) {
    return new Preview(problem, "", slack, "", "", "", List.of(), Optional.empty());
  }

  /** The same with what would have become of the last 30 days. */
  Preview with(Replays.Month before) {
    return new Preview(problem, every, slack, total, words, zone, runs, Optional.of(before));
  }
}
