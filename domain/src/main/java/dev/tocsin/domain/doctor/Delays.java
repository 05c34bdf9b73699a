package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of its grace time each run needed, as the state machine counts: how late it ended after
 * the time that was expected at the end of the one before; or, where starts are known, how long it
 * took, if that is more.
 */
record Delays(List<Delay> all) {

  /**
   * One run.
   *
   * @param interval from the end of the run before to when this one was expected
   */
  record Delay(Instant end, Duration late, Duration interval) {}

  static Delays of(Course course) {
    Schedule schedule = course.told().schedule();
    boolean grace = course.history().policy().maxRuntime().isEmpty();
    List<JobRun> ended =
        course.runs().stream()
            .filter(run -> run.end() != null)
            .sorted(Comparator.comparing(Delays::end))
            .toList();
    List<Delay> delays = new ArrayList<>();
    for (int i = 1; i < ended.size(); i++) {
      Instant before = end(ended.get(i - 1));
      Instant end = end(ended.get(i));
      Instant due = schedule.nextAfter(before);
      if (course.excused().within(before, end).isZero() && due.isBefore(Schedule.NEVER)) {
        Duration late = Duration.between(due, end);
        Duration took = Duration.between(ended.get(i).begin(), end);
        Duration needed = grace && took.compareTo(late) > 0 ? took : late;
        Duration interval = Duration.between(before, due);
        delays.add(new Delay(end, needed.isNegative() ? Duration.ZERO : needed, interval));
      }
    }
    return new Delays(delays);
  }

  private static Instant end(JobRun run) {
    Instant end = run.end();
    return end == null ? Instant.EPOCH : end;
  }

  /** From one expected time to the next, usually: what half of the runs have at most. */
  Duration usualInterval() {
    return Lateness.at(all.stream().map(Delay::interval).sorted().toList(), 50);
  }

  List<Duration> lateness() {
    return all.stream().map(Delay::late).toList();
  }
}
