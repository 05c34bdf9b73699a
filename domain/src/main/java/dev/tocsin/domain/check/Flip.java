package dev.tocsin.domain.check;

import java.time.Instant;
import java.util.Locale;

/**
 * One change of the stored status.
 *
 * @param at when it happened, not when it was noticed: a missed deadline is dated at the deadline
 */
public record Flip(Instant at, Status from, Status to, Reason reason) {

  /** Why the status changed. */
  public enum Reason {
    /** The deadline passed without a ping. */
    TIMEOUT,
    /** The job said that it failed. */
    FAIL,
    /** The job said that it finished well, sooner than it can have ({@link Policy#minRuntime}). */
    TOO_FAST,
    /** The job said that it finished well, and an assertion does not hold of the run. */
    ASSERTION,
    /** The job said that it finished well. */
    SUCCESS,
    /** A person paused the check. */
    PAUSE,
    /** A person resumed the check. */
    RESUME;

    /** The word in the database: {@code timeout}, {@code too_fast}, … */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The reason for a {@link #word()}; throws {@link IllegalArgumentException} for any other. */
    public static Reason of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Whether people are told: every change to down, and a change to up only if the check was down. A
   * first ping, or a ping after a pause, is no news.
   */
  public boolean alerts() {
    return alerts(from, to);
  }

  /** Whether people are told of such a change, whatever its reason: see {@link #alerts()}. */
  public static boolean alerts(Status from, Status to) {
    return to == Status.DOWN || (to == Status.UP && from == Status.DOWN);
  }
}
