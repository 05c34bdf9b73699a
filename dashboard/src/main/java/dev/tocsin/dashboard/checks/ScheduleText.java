package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.schedule.Schedules;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The text of a cron or OnCalendar schedule that was found valid.
 *
 * @param kind {@code cron} or {@code oncalendar}
 * @param text verbatim, as it is stored
 */
public record ScheduleText(String kind, String text) {

  /** Reads a schedule; empty if it is not valid. */
  public static Optional<ScheduleText> parse(String text) {
    try {
      Schedules.parse(text, ZoneOffset.UTC);
      return Optional.of(new ScheduleText(Schedules.kindOf(text), text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
