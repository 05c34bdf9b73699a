package dev.tocsin.ping.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * The stamp clock jumped.
 *
 * @param from the last stamp before
 * @param to the time that stamps follow from now on; earlier than {@code from} if the clock was set
 *     back by more than {@link StampClock#HOLD_AT_MOST}
 * @param slept whether that is because the machine slept: then time jumped, and no clock was wrong
 */
public record ClockEvent(Instant from, Instant to, boolean slept) implements Sign {

  /** A clock that was set. */
  public ClockEvent(Instant from, Instant to) {
    this(from, to, false);
  }

  /** Whether stamps fall by it. */
  public boolean back() {
    return to.isBefore(from);
  }

  /** Whether it is far enough to be told to people, and is theirs to look into. */
  boolean isNews() {
    return back() || (!slept && Duration.between(from, to).compareTo(Sign.GAP) > 0);
  }
}
