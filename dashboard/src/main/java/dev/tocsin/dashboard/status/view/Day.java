package dev.tocsin.dashboard.status.view;

import java.time.Duration;
import java.time.LocalDate;

/**
 * One day of a check, in UTC.
 *
 * @param watched for how long it was up or down: paused and new checks are not watched
 * @param down for how long it was down, without time in which nobody could hear
 * @param blind for how long nobody could hear while it was watched
 * @param unverified runs of it that nobody heard of, and nobody could have
 */
public record Day(LocalDate date, Duration watched, Duration down, Duration blind, int unverified) {

  /** Less blind time a day than this hides nothing that a visitor would notice. */
  static final Duration BLIND_SHOWN = Duration.ofMinutes(5);

  /** More downtime a day than this is a bad day. */
  static final Duration LONG = Duration.ofHours(1);

  /** What a day looks like: each has a colour and a shape of its own. */
  public enum Look {
    /** Nothing was expected. */
    NONE("not watched"),
    UP("up"),
    /** Nobody could hear for a while: it may have been up or down. */
    UNVERIFIED("not verified"),
    /** Down for a while. */
    PART("down for a while"),
    /** Down for long. */
    DOWN("down");

    private final String words;

    Look(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  public Look look() {
    if (!down.isZero()) {
      return down.compareTo(LONG) > 0 ? Look.DOWN : Look.PART;
    }
    if (unverified > 0 || blind.compareTo(BLIND_SHOWN) >= 0) {
      return Look.UNVERIFIED;
    }
    return watched.isZero() ? Look.NONE : Look.UP;
  }
}
