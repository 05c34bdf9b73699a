package dev.tocsin.domain.schedule;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one line: {@code [weekdays] [date] [time] [timezone]}, or a word such as {@code daily}. */
final class CalendarParser {

  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  // systemd.time(7), "Calendar Events".
  private static final Map<String, String> WORDS =
      Map.of(
          "minutely", "*-*-* *:*:00",
          "hourly", "*-*-* *:00:00",
          "daily", "*-*-* 00:00:00",
          "weekly", "Mon *-*-* 00:00:00",
          "monthly", "*-*-01 00:00:00",
          "quarterly", "*-01,04,07,10-01 00:00:00",
          "semiannually", "*-01,07-01 00:00:00",
          "yearly", "*-01-01 00:00:00",
          "annually", "*-01-01 00:00:00");

  private CalendarParser() {}

  static CalendarLine parse(String line, ZoneId defaultZone) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("Leave no empty line between expressions.");
    }
    Deque<String> words = new ArrayDeque<>(Arrays.asList(line.strip().split("[ \\t]+", -1)));
    ZoneId zone = defaultZone;
    Optional<String> named = TimeZones.canonical(words.getLast());
    if (words.size() > 1 && named.isPresent()) {
      zone = ZoneId.of(named.get());
      words.removeLast();
    }
    String expanded = WORDS.get(words.getFirst().toLowerCase(Locale.ROOT));
    if (expanded != null && words.size() == 1) {
      words = new ArrayDeque<>(Arrays.asList(expanded.split(" ", -1)));
    }
    BitSet weekdays = weekdays(startsWithLetter(words) ? words.removeFirst() : "Mon..Sun");
    boolean dateGiven = !words.isEmpty() && words.getFirst().indexOf(':') < 0;
    String date = dateGiven ? words.removeFirst() : "*-*-*";
    String time = words.isEmpty() ? "0:0:0" : words.removeFirst();
    if (!words.isEmpty()) {
      throw new IllegalArgumentException(
          "“%s” is too much: write weekdays, date, time and time zone, in this order."
              .formatted(words.getFirst()));
    }
    return line(weekdays, date, time, zone);
  }

  private static boolean startsWithLetter(Deque<String> words) {
    return Character.isLetter(words.getFirst().charAt(0));
  }

  private static CalendarLine line(BitSet weekdays, String date, String time, ZoneId zone) {
    int tilde = date.indexOf('~');
    int lastDash = tilde >= 0 ? tilde : date.lastIndexOf('-');
    if (lastDash < 0) {
      throw new IllegalArgumentException(
          "“%s” is no date: write one as *-*-01, or a time as 12:00.".formatted(date));
    }
    String monthAndYear = date.substring(0, lastDash);
    int dash = monthAndYear.indexOf('-');
    CalendarField day = tilde >= 0 ? CalendarField.DAY_FROM_END : CalendarField.DAY;
    String[] clock = time.split(":", -1);
    if (clock.length < 2 || clock.length > 3) {
      throw new IllegalArgumentException(
          "“%s” is no time: write one as 12:00 or 12:00:00.".formatted(time));
    }
    return new CalendarLine(
        weekdays,
        CalendarField.YEAR.parse(dash < 0 ? "*" : monthAndYear.substring(0, dash)),
        CalendarField.MONTH.parse(monthAndYear.substring(dash + 1)),
        day.parse(date.substring(lastDash + 1)),
        tilde >= 0,
        CalendarField.HOUR.parse(clock[0]),
        CalendarField.MINUTE.parse(clock[1]),
        CalendarField.SECOND.parse(clock.length == 3 ? clock[2] : "0"),
        zone);
  }

  private static BitSet weekdays(String text) {
    String list = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    BitSet bits = new BitSet();
    for (String item : list.split(",", -1)) {
      String[] ends = item.split("\\.\\.|-", -1);
      int from = weekday(ends[0]);
      int to = weekday(ends[ends.length - 1]);
      if (ends.length > 2 || from > to) {
        throw new IllegalArgumentException(
            "“%s” is no range of weekdays: write one as Mon..Fri.".formatted(item));
      }
      bits.set(from, to + 1);
    }
    return bits;
  }

  private static int weekday(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < DAYS.size(); i++) {
      if (lower.equals(DAYS.get(i)) || lower.equals(DAYS.get(i).substring(0, 3))) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("“%s” is no weekday: write Mon or Monday.".formatted(text));
  }
}
