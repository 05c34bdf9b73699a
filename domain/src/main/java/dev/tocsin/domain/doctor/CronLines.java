package dev.tocsin.domain.doctor;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The cron lines that runs suggest, simplest first: each is still to be tried on them. */
final class CronLines {

  /** Fewer runs suggest nothing. */
  static final int FEWEST = 4;

  /** Up to so many runs a day are looked at by time of day, more by minute of the hour. */
  private static final int FEW_A_DAY = 6;

  /** Runs of one time of day lie within that of each other, in minutes. */
  private static final double GAP_OF_DAY = 20;

  private static final double GAP_OF_HOUR = 2;

  private static final Duration LEAST_REACH = Duration.ofMinutes(5);

  /**
   * One line.
   *
   * @param cost how much there is to say about it: small is simple
   * @param reach how late a run may be and belong to it
   * @param days which days it runs on
   */
  record Line(String text, int cost, Duration reach, CronDates days) {

    /** Whether there was time enough to see that it is this line and no other one. */
    boolean seenEnough(Fit fit, Course course) {
      return fit.met() >= days.fewestRuns() && course.span().compareTo(days.shortestSpan()) >= 0;
    }
  }

  /** Minutes and hours of the day. */
  private record Times(String minute, String hour, int cost, Duration reach, int shift) {}

  private CronLines() {}

  static List<Line> of(Course course, ZoneId zone) {
    List<LocalDateTime> local =
        course.begins().stream().map(at -> LocalDateTime.ofInstant(at, zone)).toList();
    List<Line> lines = new ArrayList<>();
    for (Times times : times(course, local)) {
      List<LocalDateTime> due = local.stream().map(at -> at.minusMinutes(times.shift())).toList();
      for (CronDates dates : CronDates.of(due)) {
        String text =
            String.join(" ", times.minute(), times.hour(), dates.day(), "*", dates.weekday());
        lines.add(new Line(text, times.cost() + dates.cost(), times.reach(), dates));
      }
    }
    lines.sort(Comparator.comparingInt(Line::cost));
    return lines;
  }

  private static List<Times> times(Course course, List<LocalDateTime> local) {
    double days = Math.max(1, course.span().toMinutes() / 1440.0);
    List<Times> times = new ArrayList<>();
    if (local.size() / days <= FEW_A_DAY) {
      byDay(course, local).ifPresent(times::add);
    }
    byHour(course, local).ifPresent(times::add);
    return times;
  }

  /** The same few times each day: “0 3”, “30 8,20”. */
  private static Optional<Times> byDay(Course course, List<LocalDateTime> local) {
    double[] minutes =
        local.stream().mapToDouble(at -> at.toLocalTime().toSecondOfDay() / 60.0).toArray();
    List<Clusters> clusters = Clusters.of(minutes, 1440, GAP_OF_DAY);
    if (clusters.isEmpty() || clusters.size() > FEW_A_DAY) {
      return Optional.empty();
    }
    TreeSet<Integer> hours = new TreeSet<>();
    TreeSet<Integer> ofHour = new TreeSet<>();
    double width = 0;
    int back = 0;
    for (Clusters cluster : clusters) {
      int minute = cluster.minute(course.starts());
      hours.add(minute / 60 % 24);
      ofHour.add(minute % 60);
      width = Math.max(width, cluster.from() + cluster.width() - minute);
      back = Math.max(back, (int) (cluster.from() - minute));
    }
    if (ofHour.last() - ofHour.first() > 2) {
      return Optional.empty(); // no single line has these
    }
    CronSet hour = CronSet.hours(hours);
    String minute = ofHour.first().toString();
    return Optional.of(new Times(minute, hour.text(), 1 + hour.cost(), reach(width), back));
  }

  /** The same minutes of many hours: “*\/15 *”, “5 9-17”. */
  private static Optional<Times> byHour(Course course, List<LocalDateTime> local) {
    double[] minutes =
        local.stream().mapToDouble(at -> at.getMinute() + at.getSecond() / 60.0).toArray();
    List<Clusters> clusters = Clusters.of(minutes, 60, GAP_OF_HOUR);
    TreeSet<Integer> ofHour = new TreeSet<>();
    double width = 0;
    for (Clusters cluster : clusters) {
      int minute = cluster.minute(course.starts());
      ofHour.add(minute % 60);
      width = Math.max(width, cluster.from() + cluster.width() - minute);
    }
    Optional<CronSet> minute = CronSet.minutes(ofHour);
    if (minute.isEmpty()) {
      return Optional.empty();
    }
    int[] seen = new int[24];
    local.stream().map(at -> at.plusSeconds(10)).forEach(at -> seen[at.getHour()]++);
    TreeSet<Integer> hours = new TreeSet<>();
    for (int hour = 0; hour < 24; hour++) {
      if (seen[hour] > 1 && seen[hour] * 24 * 5 >= local.size()) {
        hours.add(hour);
      }
    }
    if (hours.isEmpty()) {
      return Optional.empty();
    }
    CronSet hour = CronSet.hours(hours);
    int cost = minute.get().cost() + hour.cost();
    return Optional.of(new Times(minute.get().text(), hour.text(), cost, reach(width), 0));
  }

  private static Duration reach(double widthMinutes) {
    Duration twice = Duration.ofSeconds((long) (widthMinutes * 120));
    return twice.compareTo(LEAST_REACH) > 0 ? twice : LEAST_REACH;
  }
}
