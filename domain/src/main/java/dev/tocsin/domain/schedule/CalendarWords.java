package dev.tocsin.domain.schedule;

import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Calendar expressions in plain English. */
final class CalendarWords {

  /** Longer lists of years are no words any more. */
  private static final int MOST_YEARS = 8;

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2199;

  private CalendarWords() {}

  /**
   * The words for all lines; empty where only the expressions themselves tell the truth.
   *
   * @param zone the one that is said elsewhere; lines in another one name theirs
   */
  static Optional<String> of(List<CalendarLine> lines, ZoneId zone) {
    List<Optional<String>> each = lines.stream().map(line -> of(line, zone)).toList();
    return each.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            English.sentence(
                each.stream().map(Optional::orElseThrow).collect(Collectors.joining("; "))))
        : Optional.empty();
  }

  private static Optional<String> of(CalendarLine line, ZoneId zone) {
    String where = line.zone().equals(zone) ? "" : " (%s)".formatted(line.zone());
    return ClockWords.of(line.hours(), line.minutes(), line.seconds())
        .flatMap(clock -> days(line).map(day -> clock.text() + day.after(clock.listed()) + where));
  }

  private static Optional<DayWords> days(CalendarLine line) {
    BitSet days = line.days();
    boolean anyDay = English.isAll(days, 1, 31);
    return years(line.years())
        .flatMap(
            years -> {
              boolean anyWeekday = English.isAll(line.weekdays(), 1, 7);
              Optional<DayWords> oneWeek =
                  anyWeekday
                      ? Optional.empty()
                      : DayWords.oneWeek(
                          days, line.fromEnd(), line.weekdays(), line.months(), years);
              return oneWeek.isPresent()
                  ? oneWeek
                  : (anyDay ? Optional.of(List.<String>of()) : dates(line))
                      .map(
                          dates ->
                              new DayWords(
                                  false,
                                  dates,
                                  plain(line),
                                  line.weekdays(),
                                  List.of(),
                                  line.months(),
                                  years));
            });
  }

  private static Optional<List<String>> dates(CalendarLine line) {
    return line.fromEnd() ? DayWords.daysFromEnd(line.days()) : DayWords.monthDays(line.days());
  }

  private static BitSet plain(CalendarLine line) {
    return line.fromEnd() || line.days().cardinality() > 4 ? new BitSet() : line.days();
  }

  private static Optional<String> years(BitSet years) {
    int first = years.nextSetBit(0);
    int last = years.length() - 1;
    if (English.isAll(years, FIRST_YEAR, LAST_YEAR)) {
      return Optional.of("");
    }
    if (English.isRange(years)) {
      String to = last == LAST_YEAR ? " on" : " to " + last;
      return Optional.of(" from " + first + to);
    }
    OptionalInt step = English.step(years);
    if (step.isPresent() && last + step.getAsInt() > LAST_YEAR) {
      return Optional.of(
          String.format(
              Locale.ROOT, " every %s year from %d", English.ordinal(step.getAsInt()), first));
    }
    return years.cardinality() > MOST_YEARS
        ? Optional.empty()
        : Optional.of(" in " + English.and(English.each(years, Integer::toString)));
  }
}
