package dev.tocsin.domain.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The days of a schedule in words: "every weekday", "on the last day of the month", "on 3 May".
 *
 * @param either a day matches if it fits the days of the month <em>or</em> the days of the week;
 *     otherwise it must fit both
 * @param monthDays the days of the month, each with its article: "the 1st", "the last day"; none if
 *     every day will do
 * @param numbers the same as plain numbers; empty if they are not plain
 * @param weekdays a bit per ISO weekday; all if every one will do
 * @param certainWeekdays such as "the last Friday", "the second Monday"
 */
record DayWords(
    boolean either,
    List<String> monthDays,
    BitSet numbers,
    BitSet weekdays,
    List<String> certainWeekdays,
    BitSet months,
    String years) {

  private static final BitSet WORKDAYS = BitSet.valueOf(new long[] {0b0111110});

  private static final BitSet EVERY_WEEKDAY = BitSet.valueOf(new long[] {0b11111110});

  /** Longer lists of days are no words any more. */
  private static final int MOST_DAYS = 8;

  /**
   * The words, to follow a time of day.
   *
   * @param listed after "at 04:20", which wants a day; otherwise after "every 5 minutes"
   */
  String after(boolean listed) {
    boolean anyWeekday = English.isAll(weekdays, 1, 7) && certainWeekdays.isEmpty();
    if (monthDays.isEmpty() && anyWeekday) {
      return (listed ? " every day" : "") + within();
    }
    if (monthDays.isEmpty()) {
      return certainWeekdays.isEmpty()
          ? " " + weekdayPhrase(listed) + within()
          : " on " + English.and(certainAndPlain(listed)) + ofMonths() + years;
    }
    if (anyWeekday) {
      return " on " + dates();
    }
    if (either) {
      String days = English.and(monthDays) + " of the month";
      String comma = English.isAll(months, 1, 12) ? "" : ",";
      return " on %s and %s".formatted(days, English.and(certainAndPlain(true))) + comma + within();
    }
    return " on %s if it is %s".formatted(dates(), English.or(conditions()));
  }

  private String dates() {
    if (months.cardinality() == 1 && !numbers.isEmpty()) {
      String days = English.and(English.each(numbers, Integer::toString));
      String year = years.startsWith(" in ") ? years.substring(3) : years;
      return days + " " + monthNames() + year;
    }
    return English.and(monthDays) + ofMonths() + years;
  }

  private List<String> certainAndPlain(boolean listed) {
    List<String> all = new ArrayList<>(certainWeekdays);
    if (!weekdays.isEmpty()) {
      all.add(weekdayPhrase(listed));
    }
    return all;
  }

  private List<String> conditions() {
    List<String> all = new ArrayList<>(certainWeekdays);
    if (English.isRange(weekdays)) {
      all.add(range(weekdays));
    } else {
      weekdays.stream().mapToObj(day -> "a " + weekday(day)).forEach(all::add);
    }
    return all;
  }

  private String weekdayPhrase(boolean listed) {
    if (listed && weekdays.equals(WORKDAYS)) {
      return "every weekday";
    }
    if (weekdays.cardinality() == 1) {
      String day = weekday(weekdays.nextSetBit(0));
      return listed ? "every " + day : "on " + day + "s";
    }
    return "on "
        + (English.isRange(weekdays)
            ? range(weekdays)
            : English.and(English.each(weekdays, DayWords::weekday)));
  }

  private static String range(BitSet days) {
    return weekday(days.nextSetBit(0)) + " to " + weekday(days.length() - 1);
  }

  private String ofMonths() {
    String each = English.isRange(months) ? " of each month from " : " of ";
    return English.isAll(months, 1, 12) ? " of the month" : each + monthNames();
  }

  private String within() {
    String in = English.isRange(months) ? " from " : " in ";
    return (English.isAll(months, 1, 12) ? "" : in + monthNames()) + years;
  }

  private String monthNames() {
    return English.isRange(months)
        ? month(months.nextSetBit(0)) + " to " + month(months.length() - 1)
        : English.and(English.each(months, DayWords::month));
  }

  /** Every day of some months. */
  static DayWords everyDay(BitSet months) {
    return weekdays(EVERY_WEEKDAY, List.of(), months);
  }

  /** Days of the week, whatever the date. */
  static DayWords weekdays(BitSet weekdays, List<String> certain, BitSet months) {
    return new DayWords(false, List.of(), new BitSet(), weekdays, certain, months, "");
  }

  /** The weekdays of one week of a month, counted from its start or end: "the last Monday". */
  static Optional<DayWords> oneWeek(
      BitSet days, boolean fromEnd, BitSet weekdays, BitSet months, String years) {
    int first = days.nextSetBit(0);
    boolean week = days.cardinality() == 7 && English.isRange(days) && first % 7 == 1;
    if (!week || (fromEnd && first > 1)) {
      return Optional.empty();
    }
    String which = fromEnd ? "last" : nth(first / 7 + 1);
    List<String> certain =
        English.each(weekdays, day -> "the %s %s".formatted(which, weekday(day)));
    return Optional.of(
        new DayWords(false, List.of(), new BitSet(), new BitSet(), certain, months, years));
  }

  /** "the 1st", "the 2nd"; a range or a step where that is shorter; empty if nothing is short. */
  static Optional<List<String>> monthDays(BitSet days) {
    if (days.isEmpty()) {
      return Optional.of(List.of());
    }
    int first = days.nextSetBit(0);
    int last = days.length() - 1;
    if (English.isRange(days)) {
      return Optional.of(
          List.of("the %s to the %s".formatted(English.ordinal(first), English.ordinal(last))));
    }
    if (days.cardinality() <= 4 || English.step(days).isEmpty()) {
      return days.cardinality() > MOST_DAYS
          ? Optional.empty()
          : Optional.of(English.each(days, day -> "the " + English.ordinal(day)));
    }
    int step = English.step(days).getAsInt();
    String to = last + step > 31 ? "" : " to the " + English.ordinal(last);
    return Optional.of(
        List.of(
            "every %s day from the %s%s"
                .formatted(English.ordinal(step), English.ordinal(first), to)));
  }

  /** As {@link #monthDays}, counted from the end of the month: 1 is its last day. */
  static Optional<List<String>> daysFromEnd(BitSet days) {
    if (days.cardinality() > 1 && days.length() - 1 == days.cardinality()) {
      return Optional.of(List.of("the last %d days".formatted(days.cardinality())));
    }
    return days.cardinality() > MOST_DAYS
        ? Optional.empty()
        : Optional.of(
            English.each(
                days,
                day -> day == 1 ? "the last day" : "the " + English.ordinal(day) + "-last day"));
  }

  static String weekday(int iso) {
    return DayOfWeek.of(iso).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String month(int number) {
    return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** "first" to "fifth". */
  static String nth(int number) {
    return List.of("first", "second", "third", "fourth", "fifth").get(number - 1);
  }
}
