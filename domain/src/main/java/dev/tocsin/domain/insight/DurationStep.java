package dev.tocsin.domain.insight;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A lasting change of how long runs take: from one run on, nearly all take longer than before, or
 * nearly all take less.
 *
 * <p>Medians are compared, so that a few odd runs make no step; and nineteen of twenty pairs of a
 * run before and one after must agree, so that a job which takes anything from a minute to an hour
 * has none.
 *
 * @param at the first run of after, counted from the oldest
 * @param before how long half of the runs took at most, before
 * @param after the same from there on
 */
public record DurationStep(int at, Duration before, Duration after) {

  /** Fewer runs on one side are no change that lasts. */
  static final int FEWEST = 10;

  /** In hundredths of the shorter median. */
  private static final int LEAST_PERCENT = 150;

  /** Below that nobody cares. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Of a hundred pairs of a run before and one after, so many must agree. */
  private static final int AGREEING = 95;

  /** Standard deviations of that number (Mann and Whitney) from what chance gives. */
  private static final double SURE = 4;

  /** How many times as long runs take since: below 1 if they take less. */
  public double times() {
    return (double) Math.max(1, after.toMillis()) / Math.max(1, before.toMillis());
  }

  /**
   * The largest step in how long runs took, oldest first; empty if there is none worth telling. The
   * place is the one that two levels explain best, by least squares of logarithms.
   */
  public static Optional<DurationStep> in(List<Duration> took) {
    long[] millis = took.stream().mapToLong(Duration::toMillis).toArray();
    double[] logs = clipped(millis);
    double all = Arrays.stream(logs).sum();
    double left = 0;
    double most = 0;
    int best = -1;
    for (int at = 1; at <= logs.length - FEWEST; at++) {
      left += logs[at - 1];
      double apart = left / at - (all - left) / (logs.length - at);
      double explained = apart * apart * at * (logs.length - at);
      if (at >= FEWEST && explained > most) {
        most = explained;
        best = at;
      }
    }
    return best < 0 ? Optional.empty() : step(millis, best);
  }

  /** Logarithms, with the most extreme twentieth on each side pulled in: odd runs happen. */
  private static double[] clipped(long[] millis) {
    double[] logs = Arrays.stream(millis).mapToDouble(m -> Math.log(1.0 + m)).toArray();
    if (logs.length < 2 * FEWEST) {
      return new double[0];
    }
    double[] sorted = logs.clone();
    Arrays.sort(sorted);
    double low = sorted[sorted.length / 20];
    double high = sorted[sorted.length - 1 - sorted.length / 20];
    return Arrays.stream(logs).map(log -> Math.min(high, Math.max(low, log))).toArray();
  }

  private static Optional<DurationStep> step(long[] millis, int at) {
    long before = median(millis, 0, at);
    long after = median(millis, at, millis.length);
    long shorter = Math.min(before, after);
    long longer = Math.max(before, after);
    boolean large = longer * 100 >= shorter * LEAST_PERCENT;
    boolean up = after > before;
    double middle = Math.sqrt((double) before * (double) after);
    boolean apart =
        mostly(millis, 0, at, middle, !up) && mostly(millis, at, millis.length, middle, up);
    return large && longer - shorter >= LEAST.toMillis() && apart && agree(millis, at, up)
        ? Optional.of(new DurationStep(at, Duration.ofMillis(before), Duration.ofMillis(after)))
        : Optional.empty();
  }

  /** Whether nearly all of a part lie on their own side of the middle. */
  private static boolean mostly(long[] millis, int from, int to, double middle, boolean above) {
    long own = Arrays.stream(millis, from, to).filter(m -> above == (m > middle)).count();
    return own * 100 >= (to - from) * 85L;
  }

  private static boolean agree(long[] millis, int at, boolean up) {
    long agreeing = 0;
    for (int i = 0; i < at; i++) {
      for (int j = at; j < millis.length; j++) {
        agreeing += (up ? millis[j] > millis[i] : millis[j] < millis[i]) ? 1 : 0;
      }
    }
    double pairs = (double) at * (millis.length - at);
    double deviation = Math.sqrt(pairs * (millis.length + 1) / 12);
    return agreeing * 100 >= pairs * AGREEING && agreeing - pairs / 2 >= SURE * deviation;
  }

  private static long median(long[] millis, int from, int to) {
    long[] part = Arrays.copyOfRange(millis, from, to);
    Arrays.sort(part);
    return part[(part.length - 1) / 2];
  }
}
