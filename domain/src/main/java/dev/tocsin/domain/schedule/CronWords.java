package dev.tocsin.domain.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** A cron line in plain English. */
final class CronWords {

  private static final BitSet ON_THE_MINUTE = BitSet.valueOf(new long[] {1});

  private CronWords() {}

  /** The words, without the time zone; empty where only the line itself tells the truth. */
  static Optional<String> of(long minutes, long hours, long months, CronDays days) {
    return ClockWords.of(set(hours), set(minutes), ON_THE_MINUTE)
        .flatMap(
            clock ->
                days(days, set(months))
                    .map(day -> English.sentence(clock.text() + day.after(clock.listed()))));
  }

  private static Optional<DayWords> days(CronDays days, BitSet months) {
    BitSet numbers = set(days.days());
    BitSet weekdays = isoWeekdays(days.weekdays());
    boolean anyDay = English.isAll(numbers, 1, 31);
    boolean anyWeekday = English.isAll(weekdays, 1, 7);
    if (days.both() ? anyDay && anyWeekday : anyDay || anyWeekday) {
      return Optional.of(DayWords.everyDay(months));
    }
    List<String> certain = anyWeekday ? List.of() : certainWeekdays(days);
    if (anyDay) {
      return Optional.of(DayWords.weekdays(weekdays, certain, months));
    }
    List<String> last = lastDays(days);
    if (days.both() && certain.isEmpty() && last.isEmpty() && !anyWeekday) {
      Optional<DayWords> oneWeek = DayWords.oneWeek(numbers, false, weekdays, months, "");
      if (oneWeek.isPresent()) {
        return oneWeek;
      }
    }
    BitSet plain = last.isEmpty() && numbers.cardinality() <= 4 ? numbers : new BitSet();
    return DayWords.monthDays(numbers)
        .map(
            named -> {
              List<String> all = new ArrayList<>(named);
              all.addAll(last);
              return new DayWords(!days.both(), all, plain, weekdays, certain, months, "");
            });
  }

  private static List<String> lastDays(CronDays days) {
    List<String> words = new ArrayList<>();
    if (days.lastWorkday()) {
      words.add("the last weekday");
    }
    if (days.lastDay()) {
      words.add("the last day");
    }
    return words;
  }

  private static List<String> certainWeekdays(CronDays days) {
    List<String> words = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      String nth = DayWords.nth(n);
      isoWeekdays(days.nthWeekdays() >> (8 * n) & 0x7f).stream()
          .mapToObj(day -> "the %s %s".formatted(nth, DayWords.weekday(day)))
          .forEach(words::add);
    }
    isoWeekdays(days.lastWeekdays()).stream()
        .mapToObj(day -> "the last " + DayWords.weekday(day))
        .forEach(words::add);
    return words;
  }

  /** Cron's week begins with Sunday as 0, people's ends with it. */
  private static BitSet isoWeekdays(long sundayFirst) {
    BitSet iso = new BitSet();
    set(sundayFirst).stream().forEach(day -> iso.set(day == 0 ? 7 : day));
    return iso;
  }

  private static BitSet set(long bits) {
    return BitSet.valueOf(new long[] {bits});
  }
}
