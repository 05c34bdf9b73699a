package dev.tocsin.domain.doctor;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A field of a cron line, as people write it.
 *
 * @param cost how much there is to say about it: nothing about a star
 */
record CronSet(String text, int cost) {

  static final CronSet ALL = new CronSet("*", 0);

  private static final int LONGEST_LIST = 4;

  /** These minutes of the hour; empty if nobody would write such a list. */
  static Optional<CronSet> minutes(SortedSet<Integer> minutes) {
    if (minutes.isEmpty()) {
      return Optional.empty();
    }
    CronSet set = of(new TreeSet<>(minutes), 60, 60);
    boolean isList = set.text().contains(",");
    return isList && minutes.size() > LONGEST_LIST ? Optional.empty() : Optional.of(set);
  }

  /** These hours; a lone gap in a long row is a run that did not come. */
  static CronSet hours(SortedSet<Integer> hours) {
    TreeSet<Integer> set = new TreeSet<>(hours);
    if (set.size() >= 21) {
      return ALL;
    }
    return of(set, 24, 24);
  }

  /** A star, a step, a range, a range with a step, or a list: the first that says it. */
  private static CronSet of(TreeSet<Integer> set, int all, int circle) {
    int first = set.first();
    int last = set.last();
    if (set.size() == all) {
      return ALL;
    }
    if (set.size() == 1) {
      return new CronSet(Integer.toString(first), 1);
    }
    int step = step(set);
    if (step > 1 && first < step && last + step >= all && circle % step == 0 && set.size() > 1) {
      return first == 0
          ? new CronSet("*/" + step, 1)
          : new CronSet("%d-%d/%d".formatted(first, all - 1, step), 2);
    }
    if (step == 1 && set.size() > 2) {
      return new CronSet(first + "-" + last, 1);
    }
    if (step > 1 && set.size() > 3) {
      return new CronSet("%d-%d/%d".formatted(first, last, step), 2);
    }
    return new CronSet(
        set.stream().map(i -> Integer.toString(i)).collect(Collectors.joining(",")), set.size());
  }

  /** The distance from each to the next; 0 if it is not always the same. */
  private static int step(TreeSet<Integer> set) {
    int[] sorted = set.stream().mapToInt(Integer::intValue).toArray();
    int step = sorted[1] - sorted[0];
    return IntStream.range(1, sorted.length).allMatch(i -> sorted[i] - sorted[i - 1] == step)
        ? step
        : 0;
  }
}
