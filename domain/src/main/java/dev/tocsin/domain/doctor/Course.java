package dev.tocsin.domain.doctor;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened, in the shapes that the exams look at. Made once for all of them.
 *
 * @param runs all runs, by begin
 * @param begins when the job began, by time, without the second tries after a failure
 * @param ends when it ended, by time
 * @param starts whether the job says when it starts: then {@code begins} has nothing of how long it
 *     takes
 * @param excused when silence says nothing: nobody could hear, or the check was paused
 */
record Course(
    CaseHistory history,
    List<JobRun> runs,
    List<Instant> begins,
    List<Instant> ends,
    boolean starts,
    BlindTimes excused,
    Judged judged) {

  /** A run that begins so soon after a failure is the same job trying again. */
  private static final Duration RETRY = Duration.ofMinutes(15);

  /** Times of a schedule that say how far apart they usually are. */
  private static final int SAMPLE = 30;

  static Course of(CaseHistory history) {
    List<JobRun> runs = JobRun.of(history.heard());
    List<Instant> begins = new ArrayList<>();
    Instant failedAt = Instant.EPOCH;
    for (JobRun run : runs) {
      if (run.begin().isAfter(failedAt.plus(RETRY))) {
        begins.add(run.begin());
      }
      Instant end = run.end();
      if (run.failed() && end != null) {
        failedAt = end;
      }
    }
    List<Instant> ends = runs.stream().map(JobRun::end).filter(Objects::nonNull).sorted().toList();
    long started = runs.stream().filter(JobRun::started).count();
    return new Course(
        history,
        runs,
        List.copyOf(begins),
        ends,
        !runs.isEmpty() && started * 10 >= runs.size() * 9L,
        excused(history),
        history.judgedBy(history.told()));
  }

  private static BlindTimes excused(CaseHistory history) {
    List<Interval> all = new ArrayList<>(history.blind().intervals());
    Instant since = null;
    for (Flip flip : history.flips()) {
      if (flip.to() == Status.PAUSED) {
        since = flip.at();
      } else if (since != null && flip.at().isAfter(since)) {
        all.add(new Interval(since, flip.at()));
        since = null;
      }
    }
    if (since != null && history.now().isAfter(since)) {
      all.add(new Interval(since, history.now()));
    }
    return BlindTimes.of(all);
  }

  Told told() {
    return history.told();
  }

  /** From the first to the last time that the job began. */
  Duration span() {
    return begins.isEmpty()
        ? Duration.ZERO
        : Duration.between(begins.get(0), begins.get(begins.size() - 1));
  }

  /** From one to the next, without those in which nobody could hear or the check was paused. */
  List<Duration> intervals(List<Instant> times) {
    List<Duration> intervals = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      if (excused.within(times.get(i - 1), times.get(i)).isZero()) {
        intervals.add(Duration.between(times.get(i - 1), times.get(i)));
      }
    }
    return intervals;
  }

  /** The same with only the latest runs, to see soon whether a guess is worth a longer look. */
  Course latest(int most) {
    int from = Math.max(0, begins.size() - most);
    return new Course(
        history, runs, begins.subList(from, begins.size()), ends, starts, excused, judged);
  }

  /** From one expected ping to the next, usually. */
  Duration interval() {
    if (!told().goesByClocks()) {
      return told().timeout();
    }
    List<Instant> next = told().schedule().upcoming(history.createdAt(), SAMPLE);
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < next.size(); i++) {
      gaps.add(Duration.between(next.get(i - 1), next.get(i)));
    }
    return gaps.isEmpty() ? Period.LONGEST : Lateness.at(gaps.stream().sorted().toList(), 50);
  }

  /** Other settings, if the past would not have been judged worse by them. */
  Optional<Remedy> remedy(String says, Told other) {
    if (other.equals(told())) {
      return Optional.empty();
    }
    Judged after = history.judgedBy(other);
    return after.silences() > judged.silences()
        ? Optional.empty()
        : Optional.of(new Remedy(says, other, judged, after));
  }
}
