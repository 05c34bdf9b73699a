package dev.tocsin.ping.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * The stamp clock jumped.
 *
 * @param from the last stamp before
 * @param to the time that stamps follow from now on
 * @param why what that says about the stamps before
 */
public record ClockEvent(Instant from, Instant to, Why why) implements Sign {

  /** Why the clock jumped. */
  public enum Why {
    /** A clock was set; back only by more than {@link StampClock#HOLD_AT_MOST}, and stamps fall. */
    SET,
    /** The machine slept: time jumped, and no clock was wrong. */
    SLEPT,
    /**
     * The database's time was heard for the first time, and the clock of the machine was wrong: all
     * stamps of the stream up to here are wrong by as much, and no time was skipped or repeated.
     */
    CORRECTED
  }

  /** A clock that was set. */
  public ClockEvent(Instant from, Instant to) {
    this(from, to, Why.SET);
  }

  @Override
  public ClockEvent plus(Duration by) {
    return new ClockEvent(from.plus(by), to.plus(by), why);
  }

  /** Whether stamps fall by it. */
  public boolean back() {
    return why == Why.SET && to.isBefore(from);
  }

  /** By how much; negative: backwards. */
  Duration by() {
    return Duration.between(from, to);
  }

  /** Whether it is far enough to be told to people, and is theirs to look into. */
  boolean isNews() {
    return switch (why) {
      case SET -> back() || by().compareTo(Sign.GAP) > 0;
      case SLEPT -> false;
      case CORRECTED -> true;
    };
  }
}
