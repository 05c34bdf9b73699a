package dev.tocsin.domain.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * On which days a cron line runs: day of month and day of week together.
 *
 * @param both both fields must match (one of them starts with {@code *}); otherwise either does
 * @param days a bit per day of the month
 * @param lastDay {@code L}: the last day of the month
 * @param lastWorkday {@code LW}: the last Monday to Friday of the month
 * @param weekdays a bit per day of the week, 0 is Sunday
 * @param lastWeekdays a bit per day of the week ({@code 5L}): the last one of the month
 * @param nthWeekdays a bit per weekday and week ({@code MON#2}): bit {@code 8 * n + weekday}
 */
record CronDays(
    boolean both,
    long days,
    boolean lastDay,
    boolean lastWorkday,
    long weekdays,
    long lastWeekdays,
    long nthWeekdays) {

  static CronDays parse(String dayField, String weekdayField) {
    long days = 0;
    boolean lastDay = false;
    boolean lastWorkday = false;
    for (String item : dayField.split(",", -1)) {
      if (item.equalsIgnoreCase("L")) {
        lastDay = true;
      } else if (item.equalsIgnoreCase("LW")) {
        lastWorkday = true;
      } else {
        days |= CronField.DAY.set(item);
      }
    }
    long weekdays = 0;
    long last = 0;
    long nth = 0;
    for (String item : weekdayField.split(",", -1)) {
      int hash = item.indexOf('#');
      if (hash > 0) {
        nth |= nthWeekday(item, hash);
      } else if (item.length() == 2 && (item.charAt(1) == 'L' || item.charAt(1) == 'l')) {
        last |= 1L << CronField.WEEKDAY.value(item.substring(0, 1)) % 7;
      } else {
        weekdays |= CronField.WEEKDAY.set(item);
      }
    }
    boolean both = dayField.startsWith("*") || weekdayField.startsWith("*");
    return new CronDays(both, days, lastDay, lastWorkday, weekdays, last, nth);
  }

  private static long nthWeekday(String item, int hash) {
    String which = item.substring(hash + 1);
    if (which.length() != 1 || which.charAt(0) < '1' || which.charAt(0) > '5') {
      throw new IllegalArgumentException(
          "“%s” is not right for the day of the week: after # use 1 to 5.".formatted(item));
    }
    int weekday = CronField.WEEKDAY.value(item.substring(0, hash)) % 7;
    return 1L << (8 * (which.charAt(0) - '0') + weekday);
  }

  boolean match(LocalDate date) {
    return both ? matchDay(date) && matchWeekday(date) : matchDay(date) || matchWeekday(date);
  }

  /** Whether no selected month is ever long enough for the smallest day: never a match. */
  boolean exceedsAll(long months) {
    if (lastDay || lastWorkday || days == 0) {
      return false;
    }
    int smallest = Long.numberOfTrailingZeros(days);
    return smallest > 29 && longestOf(months) < smallest;
  }

  private static int longestOf(long months) {
    int longest = 0;
    for (int month = 1; month <= 12; month++) {
      if ((months >> month & 1) == 1) {
        longest = Math.max(longest, YearMonth.of(2000, month).lengthOfMonth());
      }
    }
    return longest;
  }

  private boolean matchDay(LocalDate date) {
    int day = date.getDayOfMonth();
    return (days >> day & 1) == 1
        || (lastDay && day == date.lengthOfMonth())
        || (lastWorkday && day == lastWorkdayOf(date));
  }

  private static int lastWorkdayOf(LocalDate date) {
    LocalDate last = date.withDayOfMonth(date.lengthOfMonth());
    int over = last.getDayOfWeek().getValue() - DayOfWeek.FRIDAY.getValue();
    return last.getDayOfMonth() - Math.max(0, over);
  }

  private boolean matchWeekday(LocalDate date) {
    int weekday = date.getDayOfWeek().getValue() % 7;
    int day = date.getDayOfMonth();
    boolean inLastWeek = day + 7 > date.lengthOfMonth();
    return (weekdays >> weekday & 1) == 1
        || (inLastWeek && (lastWeekdays >> weekday & 1) == 1)
        || (nthWeekdays >> (8 * ((day + 6) / 7) + weekday) & 1) == 1;
  }
}
