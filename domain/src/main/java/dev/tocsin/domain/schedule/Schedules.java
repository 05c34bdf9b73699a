package dev.tocsin.domain.schedule;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How the settings of a check become its {@link Schedule}: the one place that knows. Settings are
 * texts, as people entered them and Postgres keeps them.
 */
public final class Schedules {

  /** The kind of a check that has a period. */
  public static final String SIMPLE = "simple";

  /** The kind of a check that has a cron line. */
  public static final String CRON = "cron";

  /** The kind of a check that has calendar expressions. */
  public static final String ONCALENDAR = "oncalendar";

  private Schedules() {}

  /**
   * The schedule of a check.
   *
   * @param kind decides which of the others count: {@code timeout} with {@link #SIMPLE}, {@code
   *     text} and {@code zone} otherwise
   * @param zone name of the time zone
   * @throws IllegalArgumentException if that makes no schedule; the message says why, to people
   */
  public static Schedule of(String kind, Duration timeout, String text, String zone) {
    return switch (kind) {
      case SIMPLE -> new Period(timeout);
      case CRON -> Cron.parse(text, TimeZones.zone(zone));
      case ONCALENDAR -> OnCalendar.parse(text, TimeZones.zone(zone));
      default ->
          throw new IllegalArgumentException("Checks of kind %s are unknown.".formatted(kind));
    };
  }

  /** The kind that a text is of, valid or not: one line of five fields is cron. */
  public static String kindOf(String text) {
    return Cron.looksLike(text) ? CRON : ONCALENDAR;
  }

  /**
   * Reads a text as whatever {@link #kindOf} says. Whether it is valid does not depend on the zone.
   *
   * @throws IllegalArgumentException if it is not valid; the message says why, to people
   */
  public static Schedule parse(String text, ZoneId zone) {
    return Cron.looksLike(text) ? Cron.parse(text, zone) : OnCalendar.parse(text, zone);
  }
}
