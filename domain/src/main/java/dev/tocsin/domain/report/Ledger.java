package dev.tocsin.domain.report;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.report.Timeline.Slice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Adds up the pasts of checks, period by period. Plain numbers in arrays: a project has 10,000
 * checks, each in some of hundreds of tags, for hundreds of days. Not thread-safe.
 */
public final class Ledger {

  private final Timeline timeline;
  private final long[] up; // this and the next: microseconds
  private final long[] down;
  private final int[] missed;
  private final int[] failed;
  private final int[] unverified;

  public Ledger(Timeline timeline) {
    this.timeline = timeline;
    int size = timeline.slices().size();
    up = new long[size];
    down = new long[size];
    missed = new int[size];
    failed = new int[size];
    unverified = new int[size];
  }

  /**
   * Adds a check.
   *
   * @param blind when nobody could hear: it counts neither as up nor as down
   */
  public void add(Course course, BlindTimes blind) {
    Instant from = course.since();
    Status status = course.initially();
    for (Flip flip : course.flips()) {
      if (from.isBefore(flip.at())) {
        add(status, from, flip.at(), blind);
      }
      from = flip.at(); // an imported check is older than its row
      status = flip.to();
      count(flip);
    }
    add(status, from, timeline.to(), blind);
    course.unverified().forEach(due -> count(unverified, due));
  }

  private void add(Status status, Instant from, Instant to, BlindTimes blind) {
    if (status != Status.UP && status != Status.DOWN) {
      return;
    }
    long[] sums = status == Status.UP ? up : down;
    for (int at = timeline.endingAfter(from); at < sums.length; at++) {
      Slice slice = timeline.slices().get(at);
      if (!slice.from().isBefore(to)) {
        return;
      }
      Instant since = slice.from().isAfter(from) ? slice.from() : from;
      Instant until = slice.to().isBefore(to) ? slice.to() : to;
      Duration deaf = blind.isEmpty() ? Duration.ZERO : blind.within(since, until);
      sums[at] += ChronoUnit.MICROS.between(since, until) - deaf.toNanos() / 1_000;
    }
  }

  /** It counts where an outage began, so that none counts twice. */
  private void count(Flip flip) {
    if (flip.to() == Status.DOWN && flip.from() != Status.DOWN) {
      count(flip.reason() == Flip.Reason.TIMEOUT ? missed : failed, flip.at());
    }
  }

  private void count(int[] counts, Instant when) {
    int at = timeline.at(when);
    if (at >= 0) {
      counts[at]++;
    }
  }

  /** Adds what another has added up, for the same periods. */
  public void add(Ledger other) {
    for (int at = 0; at < up.length; at++) {
      up[at] += other.up[at];
      down[at] += other.down[at];
      missed[at] += other.missed[at];
      failed[at] += other.failed[at];
      unverified[at] += other.unverified[at];
    }
  }

  /** The period at a place, from 0. */
  public Figures period(int at) {
    return figures(up[at], down[at], missed[at], failed[at], unverified[at]);
  }

  /** All periods together. */
  public Figures total() {
    return figures(
        Arrays.stream(up).sum(),
        Arrays.stream(down).sum(),
        IntStream.of(missed).sum(),
        IntStream.of(failed).sum(),
        IntStream.of(unverified).sum());
  }

  private static Figures figures(long up, long down, int missed, int failed, int unverified) {
    return new Figures(
        Duration.of(up, ChronoUnit.MICROS),
        Duration.of(down, ChronoUnit.MICROS),
        missed,
        failed,
        unverified);
  }
}
