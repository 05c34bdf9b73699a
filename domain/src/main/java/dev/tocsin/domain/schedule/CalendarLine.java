package dev.tocsin.domain.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One calendar expression, for example {@code Mon..Fri *-*-* 09:30 Europe/Riga}. Skipped local
 * times are skipped, repeated ones are their first occurrence.
 *
 * @param weekdays a bit per ISO weekday, 1 is Monday
 * @param fromEnd whether {@code days} are counted from the end of the month
 */
record CalendarLine(
    BitSet weekdays,
    BitSet years,
    BitSet months,
    BitSet days,
    boolean fromEnd,
    BitSet hours,
    BitSet minutes,
    BitSet seconds,
    ZoneId zone) {

  private static final int LAST_YEAR = 2199;

  /** The first match strictly after {@code last}, or {@link Schedule#NEVER}. */
  Instant nextAfter(Instant last) {
    LocalDateTime local =
        LocalDateTime.ofInstant(last, zone).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (true) {
      local = localFrom(local);
      if (local == null) {
        return Schedule.NEVER;
      }
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      if (change == null) {
        return local.toInstant(zone.getRules().getOffset(local));
      }
      if (change.isGap()) {
        local = change.getDateTimeAfter();
      } else if (local.toInstant(change.getOffsetBefore()).isAfter(last)) {
        return local.toInstant(change.getOffsetBefore());
      } else {
        // The first occurrence of all that is repeated lies behind us.
        local = change.getDateTimeBefore();
      }
    }
  }

  private @Nullable LocalDateTime localFrom(LocalDateTime from) {
    LocalDate date = from.toLocalDate();
    LocalTime time = timeFrom(from.toLocalTime());
    while (date.getYear() <= LAST_YEAR) {
      if (!years.get(date.getYear())) {
        int year = years.nextSetBit(date.getYear());
        if (year < 0) {
          return null;
        }
        date = LocalDate.of(year, 1, 1);
        time = firstTime();
      } else if (!months.get(date.getMonthValue())) {
        date = date.withDayOfMonth(1).plusMonths(1);
        time = firstTime();
      } else if (time == null || !matchesDay(date)) {
        date = date.plusDays(1);
        time = firstTime();
      } else {
        return date.atTime(time);
      }
    }
    return null;
  }

  private boolean matchesDay(LocalDate date) {
    int day = date.getDayOfMonth();
    return days.get(fromEnd ? date.lengthOfMonth() - day + 1 : day)
        && weekdays.get(date.getDayOfWeek().getValue());
  }

  private LocalTime firstTime() {
    return LocalTime.of(hours.nextSetBit(0), minutes.nextSetBit(0), seconds.nextSetBit(0));
  }

  private @Nullable LocalTime timeFrom(LocalTime from) {
    if (hours.get(from.getHour())) {
      if (minutes.get(from.getMinute())) {
        int second = seconds.nextSetBit(from.getSecond());
        if (second >= 0) {
          return LocalTime.of(from.getHour(), from.getMinute(), second);
        }
      }
      int minute = minutes.nextSetBit(from.getMinute() + 1);
      if (minute >= 0) {
        return LocalTime.of(from.getHour(), minute, seconds.nextSetBit(0));
      }
    }
    int hour = hours.nextSetBit(from.getHour() + 1);
    return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0));
  }
}
