package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * When nobody could hear a ping: what no stream listened to since the first one, and the first
 * while after each unplanned loss of one of several, in which a balancer may still have sent it
 * pings.
 *
 * <p>Computed from what the streams left behind, the same by everybody who judges. It is final up
 * to the watermark: what lies behind that is not known yet, and is not blind until it is.
 * Immutable, sorted, and no two intervals touch.
 */
public final class BlindTimes {

  /** We always heard, as far as is known. */
  public static final BlindTimes NONE = new BlindTimes(List.of());

  /** How long a balancer may go on sending pings to a node that is gone. */
  public static final Duration FAILOVER_BLIND = Duration.ofSeconds(60);

  /**
   * What is noted of this stream holds for all of them: not even what they heard is known, for the
   * database has come back older.
   */
  public static final UUID ALL_STREAMS = new UUID(0, 0);

  private final List<Interval> intervals;

  private BlindTimes(List<Interval> intervals) {
    this.intervals = intervals;
  }

  /** What follows from all that ever listened; before the first of these, nothing is blind. */
  public static BlindTimes of(List<Ear> ears, Duration failoverBlind) {
    return of(ears, List.of(), failoverBlind);
  }

  /**
   * The same, with times of which nothing is known, whoever listened then.
   *
   * @param forgotten noted of {@link #ALL_STREAMS}, in any order
   */
  public static BlindTimes of(List<Ear> ears, List<Interval> forgotten, Duration failoverBlind) {
    List<Interval> heard = union(ears.stream().flatMap(ear -> ear.listened().stream()));
    List<Interval> lost = Failovers.of(ears, failoverBlind);
    return of(
        Stream.of(unheard(ears, heard), lost, forgotten).flatMap(Collection::stream).toList());
  }

  /** These stretches of time, in any order. */
  public static BlindTimes of(Collection<Interval> any) {
    return any.isEmpty() ? NONE : new BlindTimes(union(any.stream()));
  }

  /** What lies between the first and the last that is known of, and in none of {@code heard}. */
  private static List<Interval> unheard(List<Ear> ears, List<Interval> heard) {
    if (ears.isEmpty()) {
      return List.of();
    }
    List<Interval> gaps = new ArrayList<>();
    Instant from = ears.stream().map(Ear::openedAt).min(Comparator.naturalOrder()).orElseThrow();
    for (Interval piece : heard) {
      addUnlessEmpty(gaps, from, piece.since());
      from = piece.until();
    }
    Instant known =
        ears.stream().map(Ear::heardThrough).max(Comparator.naturalOrder()).orElseThrow();
    addUnlessEmpty(gaps, from, known);
    return gaps;
  }

  private static void addUnlessEmpty(List<Interval> gaps, Instant from, Instant to) {
    if (from.isBefore(to)) {
      gaps.add(new Interval(from, to));
    }
  }

  /** Sorted, with what overlaps or touches made one. */
  private static List<Interval> union(Stream<Interval> any) {
    List<Interval> merged = new ArrayList<>();
    any.sorted(Comparator.comparing(Interval::since))
        .forEach(
            next -> {
              int last = merged.size() - 1;
              if (last < 0 || merged.get(last).until().isBefore(next.since())) {
                merged.add(next);
              } else if (merged.get(last).until().isBefore(next.until())) {
                merged.set(last, new Interval(merged.get(last).since(), next.until()));
              }
            });
    return List.copyOf(merged);
  }

  /** By time; no two touch. */
  public List<Interval> intervals() {
    return intervals;
  }

  public boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** Those that end after {@code instant}, by time. */
  public List<Interval> endingAfter(Instant instant) {
    int low = 0;
    int high = intervals.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (intervals.get(middle).until().isAfter(instant)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return intervals.subList(low, intervals.size());
  }

  /** How much of the time from one instant to another was blind. */
  public Duration within(Instant from, Instant to) {
    Duration sum = Duration.ZERO;
    for (Interval blind : endingAfter(from)) {
      if (!blind.since().isBefore(to)) {
        break;
      }
      Instant since = blind.since().isAfter(from) ? blind.since() : from;
      Instant until = blind.until().isBefore(to) ? blind.until() : to;
      sum = sum.plus(Duration.between(since, until));
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlindTimes times && times.intervals.equals(intervals);
  }

  @Override
  public int hashCode() {
    return intervals.hashCode();
  }

  @Override
  public String toString() {
    return "BlindTimes" + intervals;
  }
}
