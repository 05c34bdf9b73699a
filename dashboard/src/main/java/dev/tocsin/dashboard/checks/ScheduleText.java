package dev.tocsin.dashboard.checks;

import java.util.Optional;

/**
 * The text of a cron or OnCalendar schedule that was found valid.
 *
 * @param kind {@code cron} or {@code oncalendar}
 * @param text verbatim, as it is stored
 */
public record ScheduleText(String kind, String text) {

  /**
   * Reads a schedule; empty if it is not valid. The one place that people's schedules pass through:
   * as long as {@link dev.tocsin.domain.schedule} knows periods only, nothing is valid here.
   */
  public static Optional<ScheduleText> parse(String text) {
    return Optional.empty();
  }
}
