package dev.tocsin.domain.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** When reports go out by mail: on the first day of a period, in the morning of whoever gets it. */
public final class MailDay {

  /** Before people begin to work. */
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  private MailDay() {}

  /** The next morning on which a period begins, after {@code now}. */
  public static Instant next(Period period, ZoneId zone, Instant now) {
    LocalDate first = period.first(now.atZone(zone).toLocalDate());
    Instant at = morning(first, zone);
    while (!at.isAfter(now)) {
      first = period.next(first);
      at = morning(first, zone);
    }
    return at;
  }

  /** The first day of the last period that is over. */
  public static LocalDate lastOver(Period period, ZoneId zone, Instant now) {
    return period.first(period.first(now.atZone(zone).toLocalDate()).minusDays(1));
  }

  private static Instant morning(LocalDate day, ZoneId zone) {
    return day.atTime(MORNING).atZone(zone).toInstant();
  }
}
