package dev.tocsin.dashboard.board;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as far as pings tell.
 *
 * @param n the ping that ended it; 0 for one that never came
 * @param at when it ended, or when it was given up
 * @param took from its start, if that was heard
 * @param exitStatus 0 to 255, if it came with one
 */
public record Run(
    long n, Instant at, Outcome outcome, @Nullable Duration took, @Nullable Integer exitStatus) {

  /** How a run ended. */
  public enum Outcome {
    GOOD,
    FAILED,
    /** Nothing was heard by the deadline. */
    MISSED,
    /** Nobody heard it, and nobody could have. */
    UNVERIFIED,
    /** In progress. */
    RUNNING
  }
}
