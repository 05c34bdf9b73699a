package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Do two jobs ping one URL? Then one of them may die, and the other keeps the check up.
 *
 * <p>All signs ask for nearly twice as many runs as expected: a pair of machines that take turns
 * makes no more pings than one, and a job that overlaps itself neither. On top of that, one of
 * these: two senders, each as regular as the schedule; or runs that begin while another one is in
 * progress; or two series of pings, each as regular as the schedule, at uneven distance.
 */
final class TwoJobsExam {

  private static final int FEWEST_RUNS = 16;

  /** In hundredths of what is expected. */
  private static final int NEARLY_TWICE = 160;

  private static final int FEWEST_EACH = 5;
  private static final int REGULAR_PERCENT = 85;

  private TwoJobsExam() {}

  static Optional<Finding> of(Course course) {
    List<JobRun> runs = course.runs();
    Duration interval = course.interval();
    long due = Math.max(1, course.span().dividedBy(interval) + 1);
    if (runs.size() < FEWEST_RUNS || runs.size() * 100L < due * NEARLY_TWICE) {
      return Optional.empty();
    }
    return bySenders(runs, interval)
        .or(() -> byOverlap(runs))
        .or(() -> bySeries(course, interval))
        .map(evidence -> finding(course, evidence, due));
  }

  private static Optional<String> bySenders(List<JobRun> runs, Duration interval) {
    Map<String, List<Instant>> times = new LinkedHashMap<>();
    runs.forEach(r -> times.computeIfAbsent(r.source(), s -> new ArrayList<>()).add(r.begin()));
    times.remove("");
    List<Map.Entry<String, List<Instant>>> regular =
        times.entrySet().stream()
            .filter(e -> e.getValue().size() >= FEWEST_EACH)
            .filter(e -> e.getValue().size() * 100 >= runs.size() * 30)
            .filter(e -> isRegular(e.getValue(), 1, interval))
            .sorted(Comparator.comparing((Map.Entry<String, List<Instant>> e) -> e.getKey()))
            .toList();
    return regular.size() == 2 && sameTime(regular.get(0).getValue(), regular.get(1).getValue())
        ? Optional.of(
            "Two senders ping it, each as often as the job is expected: %s and %s."
                .formatted(regular.get(0).getKey(), regular.get(1).getKey()))
        : Optional.empty();
  }

  /** Whether both series go on over most of the same time: one does not follow the other. */
  private static boolean sameTime(List<Instant> a, List<Instant> b) {
    Instant from = later(a.get(0), b.get(0));
    Instant to = earlier(a.get(a.size() - 1), b.get(b.size() - 1));
    Duration all =
        Duration.between(
            earlier(a.get(0), b.get(0)), later(a.get(a.size() - 1), b.get(b.size() - 1)));
    return Duration.between(from, to).multipliedBy(2).compareTo(all) > 0;
  }

  private static Optional<String> byOverlap(List<JobRun> runs) {
    int overlaps = 0;
    for (int i = 1; i < runs.size(); i++) {
      Instant end = runs.get(i - 1).end();
      boolean both = runs.get(i - 1).started() && runs.get(i).started();
      overlaps += both && end != null && runs.get(i).begin().isBefore(end) ? 1 : 0;
    }
    return overlaps >= FEWEST_EACH && overlaps * 100 >= runs.size() * 30
        ? Optional.of("%d runs began while another one was in progress.".formatted(overlaps))
        : Optional.empty();
  }

  private static Optional<String> bySeries(Course course, Duration interval) {
    List<Instant> begins = course.begins();
    List<Duration> gaps = new ArrayList<>();
    for (int i = 2; i < begins.size(); i += 2) {
      gaps.add(Duration.between(begins.get(i - 2), begins.get(i - 1)));
    }
    gaps.sort(Comparator.naturalOrder());
    if (gaps.size() < FEWEST_EACH || !isRegular(begins, 2, interval)) {
      return Optional.empty();
    }
    Duration one = Lateness.at(gaps, 50);
    Duration other = interval.minus(one);
    Duration uneven = one.minus(other).abs();
    Duration least = interval.dividedBy(20);
    boolean apart = one.compareTo(least) > 0 && other.compareTo(least) > 0;
    return apart && uneven.compareTo(interval.dividedBy(10)) > 0
        ? Optional.of(
            "Its pings are two series, each as regular as the job is expected: after %s, after %s, and so on."
                .formatted(Words.of(one), Words.of(other)))
        : Optional.empty();
  }

  /** Whether from each to the next but so many it is nearly always one interval. */
  private static boolean isRegular(List<Instant> times, int step, Duration interval) {
    int regular = 0;
    for (int i = step; i < times.size(); i++) {
      Duration off = Duration.between(times.get(i - step), times.get(i)).minus(interval).abs();
      regular += off.compareTo(interval.dividedBy(10)) <= 0 ? 1 : 0;
    }
    return regular * 100 >= (times.size() - step) * REGULAR_PERCENT;
  }

  private static Finding finding(Course course, String evidence, long due) {
    return new Finding(
        Finding.Kind.TWO_JOBS,
        "Two jobs seem to ping this URL: one may die, and the other keeps the check up.",
        List.of(
            "%d runs were heard where about %d were expected.".formatted(course.runs().size(), due),
            evidence,
            "Give each job a check of its own."),
        course.begins(),
        Optional.empty(),
        Optional.empty());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
