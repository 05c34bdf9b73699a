package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well a schedule by clocks explains when a job began.
 *
 * @param runs how many runs there are
 * @param explained those that came within reach of a time of the schedule
 * @param due how many times of the schedule lie between first and last run, without the excused
 * @param met those at which a run came
 * @param latest how many of the latest runs are explained, up to the first that is not
 * @param lateness of the explained ones
 * @param first the explained runs that are the first of their time
 */
record Fit(
    int runs,
    int explained,
    int due,
    int met,
    int latest,
    List<Duration> lateness,
    List<Instant> first) {

  /** Clocks of two machines differ: a run this much before its time is not early. */
  static final Duration EARLY = Duration.ofSeconds(45);

  /** A schedule with many more times than there are runs explains nothing: no need to go on. */
  private static final int TIMES_PER_RUN = 3;

  private static final int SPARE_TIMES = 20;

  /** Compares them; empty if the schedule has far more times than runs. */
  static Optional<Fit> of(Schedule schedule, Course course, Duration reach) {
    List<Instant> begins = course.begins();
    if (begins.isEmpty()) {
      return Optional.empty();
    }
    int most = TIMES_PER_RUN * begins.size() + SPARE_TIMES;
    Instant last = begins.get(begins.size() - 1);
    List<Instant> times = new ArrayList<>();
    Instant time = schedule.nextAfter(begins.get(0).minus(reach));
    while (!time.isAfter(last.plus(EARLY))) {
      if (times.size() == most) {
        return Optional.empty();
      }
      times.add(time);
      time = schedule.nextAfter(time);
    }
    return Optional.of(compared(times, course, reach));
  }

  private static Fit compared(List<Instant> times, Course course, Duration reach) {
    List<Duration> lateness = new ArrayList<>();
    List<Instant> first = new ArrayList<>();
    int latest = 0;
    int at = -1; // the last time that is not after the run
    int lastMet = -1;
    for (Instant begin : course.begins()) {
      while (at + 1 < times.size() && !times.get(at + 1).isAfter(begin.plus(EARLY))) {
        at++;
      }
      Duration late = at < 0 ? Duration.ofDays(36_500) : Duration.between(times.get(at), begin);
      boolean explained = late.compareTo(reach) <= 0;
      latest = explained ? latest + 1 : 0;
      if (explained) {
        lateness.add(late);
        if (at != lastMet) {
          first.add(begin);
          lastMet = at;
        }
      }
    }
    int excused =
        (int)
            times.stream()
                .filter(t -> !course.excused().within(t.minus(EARLY), t.plus(reach)).isZero())
                .count();
    int due = Math.max(first.size(), times.size() - excused);
    return new Fit(
        course.begins().size(), lateness.size(), due, first.size(), latest, lateness, first);
  }

  /** Whether nearly all runs are explained, the latest too, and nearly all times were met. */
  boolean fits() {
    return explained * 100L >= runs * 95L && met * 100L >= due * 80L && latest >= 3;
  }

  /** What part of the runs it explains, in percent. */
  int share() {
    return (int) (explained * 100L / runs);
  }
}
