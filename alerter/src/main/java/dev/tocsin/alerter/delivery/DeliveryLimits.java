package dev.tocsin.alerter.delivery;

import java.time.Duration;

/**
 * The bounds of delivery.
 *
 * @param lease how long a lane stays ours without a word: after a crash its alerts wait as long
 * @param groupWindow what follows an alert within this becomes one message: people read the first
 *     and can do nothing with the next fifty
 * @param surgeWindow what follows is held only so long at first if it is many; then twice as long
 * @param groupMembers most news in one message: it is in memory as a whole
 * @param retryFor a message that did not arrive within this is given up: by then people know
 * @param firstRetry the first wait after a failure; doubled from there, and jittered
 * @param longestRetry the longest wait, also of a lane whose target is dead
 * @param breakerAfter as many different messages failed in a row, and the whole lane waits
 * @param lanes lanes at work at once, one thread each: a hung target holds one up
 * @param sends attempts at once, one thread each
 * @param perLane attempts at once to one channel: kind to the receiver
 * @param ahead messages of one lane made ahead: one turn in the database serves as many
 * @param storm when many changes at once are told of as one event
 */
public record DeliveryLimits(
    Duration lease,
    Duration groupWindow,
    Duration surgeWindow,
    int groupMembers,
    Duration retryFor,
    Duration firstRetry,
    Duration longestRetry,
    int breakerAfter,
    int lanes,
    int sends,
    int perLane,
    int ahead,
    StormLimits storm) {

  public static final DeliveryLimits DEFAULTS =
      new DeliveryLimits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofMillis(500),
          5_000,
          Duration.ofHours(24),
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          3,
          32,
          64,
          8,
          32,
          StormLimits.DEFAULTS);

  /** How long news are held after a message left. */
  Window.Lengths windows() {
    return new Window.Lengths(groupWindow, surgeWindow, storm.checks());
  }

  /** After a message of its kind left, a lane need not look for news sooner than this. */
  public Duration shortestWindow() {
    return surgeWindow.compareTo(groupWindow) < 0 ? surgeWindow : groupWindow;
  }

  public DeliveryLimits {
    if (lanes < 1 || sends < 1 || perLane < 1 || groupMembers < 1 || breakerAfter < 1) {
      throw new IllegalArgumentException("limits of delivery must be at least 1");
    }
    if (ahead < perLane) {
      throw new IllegalArgumentException("fewer messages ahead than attempts at once: " + ahead);
    }
    if (firstRetry.compareTo(Duration.ofMillis(1)) < 0 || longestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("waits must grow: " + firstRetry + ", " + longestRetry);
    }
  }
}
