package dev.tocsin.alerter;

import dev.tocsin.channels.Verdict;
import java.time.Duration;

/**
 * What the alerter reports, in our own words. How the numbers hang together: every missed deadline
 * is one of {@link #flipped}; {@link #alertLag} minus {@link #watermarkBehind} is our own slowness,
 * the rest is what the listeners had not yet told us; {@link #oldestWaiting} grows where targets
 * refuse.
 */
public interface AlerterMetrics {

  /** For tests and for programs without a registry. */
  AlerterMetrics NONE = new AlerterMetrics() {};

  /** Checks that went down because their deadline passed. */
  default void flipped(int flips) {}

  /** A check made our code fail and is left alone for an hour: each one is a bug to look at. */
  default void setAside() {}

  /**
   * How far the watermark is behind the database's clock. Above a few seconds a listener has a
   * backlog or is gone, and alerts wait for it.
   */
  default void watermarkBehind(Duration behind) {}

  /** As long nobody could hear; of all alerters, one says it of an interval. */
  default void blind(Duration length) {}

  /** Open streams that do not move: alerts wait for them. */
  default void streamsStill(int streams) {}

  /**
   * A stream was given up, and its time since excused.
   *
   * @param why {@code dead} or {@code cut_off}
   */
  default void streamRetired(String why) {}

  /** Deliveries made by fan-out. */
  default void fannedOut(int deliveries) {}

  /**
   * Flips that nobody is told of, since this version does not know their status. Above 0 while
   * machines are upgraded one by one; if it stays, a hand has written to the database.
   */
  default void flipsSetAside(long flips) {}

  /** One attempt to deliver, and what became of it. */
  default void attempted(Verdict verdict) {}

  /** From the instant of a flip to the first attempt to tell of it, once per news. */
  default void alertLag(Duration lag) {}

  /** A lane was taken over from an alerter that let its lease run out. */
  default void takenOver() {}

  /**
   * How old the oldest news is that has neither arrived nor been given up; zero if there is none.
   */
  default void oldestWaiting(Duration age) {}

  /** A round of a loop failed. While the database is away, every round does. */
  default void roundFailed(String loop) {}

  /** Rows removed because they were past their retention. */
  default void pruned(String table, int rows) {}
}
