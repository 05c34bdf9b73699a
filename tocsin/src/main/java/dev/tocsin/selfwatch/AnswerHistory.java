package dev.tocsin.selfwatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answers of the last hour, minute by minute, and what is wrong with the newest of them. A
 * share is held against the share before, so that more traffic alone is nothing; what was judged
 * wrong does not become the measure of what follows.
 */
final class AnswerHistory {

  /** A minute with fewer answers 5xx is a mishap. */
  static final long FAILURES = 5;

  /** Of the newest minutes, so many must have had them. */
  private static final int FAILED_MINUTES = 2;

  private static final int FAILED_WITHIN = 3;

  /** Refusals (4xx) are judged over so many of the newest minutes. */
  static final int NEWEST = 5;

  /** Fewer refusals than this in them mean nothing. */
  static final long REFUSALS = 100;

  private static final double LEAST_SHARE = 0.10;
  private static final double TENFOLD = 10;

  /** However many were refused before, this is more than usual; and without a past it is, too. */
  private static final double NEARLY_ALL = 0.90;

  private static final double WITHOUT_PAST = 0.50;
  private static final int PAST = 60;

  /** A past of fewer answers than this is none. */
  private static final long ENOUGH = 100;

  private final Deque<Map<Integer, Long>> newest = new ArrayDeque<>();
  private final Deque<Map<Integer, Long>> past = new ArrayDeque<>();

  /** So many of the newest, the oldest of them first, were judged wrong. */
  private int wrong;

  /**
   * Adds a minute.
   *
   * @param answers how many, by status
   */
  void add(Map<Integer, Long> answers) {
    newest.addFirst(Map.copyOf(answers));
    if (newest.size() > NEWEST) {
      Map<Integer, Long> oldest = newest.removeLast();
      if (wrong > 0) {
        wrong--;
      } else {
        past.addFirst(oldest);
      }
    }
    if (past.size() > PAST) {
      past.removeLast();
    }
    if (pastAnswers() >= ENOUGH && rising().isPresent()) {
      wrong = newest.size();
    }
  }

  /** Answers 5xx that go on, by status. */
  Optional<Map<Integer, Long>> failing() {
    int bad = 0;
    Iterator<Map<Integer, Long>> minutes = newest.iterator();
    for (int i = 0; i < FAILED_WITHIN && minutes.hasNext(); i++) {
      bad += count(minutes.next(), 5) >= FAILURES ? 1 : 0;
    }
    return bad >= FAILED_MINUTES ? Optional.of(of(5)) : Optional.empty();
  }

  /** Answers 4xx that are far more than before, by status. */
  Optional<Map<Integer, Long>> rising() {
    long refused = newest.stream().mapToLong(minute -> count(minute, 4)).sum();
    long all = newest.stream().mapToLong(AnswerHistory::count).sum();
    boolean many = refused >= REFUSALS && refused >= usual() * all;
    return many ? Optional.of(of(4)) : Optional.empty();
  }

  private long pastAnswers() {
    return past.stream().mapToLong(AnswerHistory::count).sum();
  }

  /** The share from which on it is more than usual. */
  private double usual() {
    long all = pastAnswers();
    if (all < ENOUGH) {
      return WITHOUT_PAST;
    }
    double share = (double) past.stream().mapToLong(minute -> count(minute, 4)).sum() / all;
    return Math.min(NEARLY_ALL, Math.max(LEAST_SHARE, TENFOLD * share));
  }

  private Map<Integer, Long> of(int hundreds) {
    Map<Integer, Long> sums = new TreeMap<>();
    newest.forEach(
        minute ->
            minute.forEach(
                (status, count) -> {
                  if (status / 100 == hundreds) {
                    sums.merge(status, count, Long::sum);
                  }
                }));
    return sums;
  }

  private static long count(Map<Integer, Long> minute, int hundreds) {
    return minute.entrySet().stream()
        .filter(one -> one.getKey() / 100 == hundreds)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long count(Map<Integer, Long> minute) {
    return minute.values().stream().mapToLong(Long::longValue).sum();
  }
}
