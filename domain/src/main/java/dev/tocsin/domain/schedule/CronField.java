package dev.tocsin.domain.schedule;

import java.util.List;
import java.util.Locale;

/** The five fields of a cron line: their bounds, their names, and how a list of items is read. */
enum CronField {
  MINUTE(0, 59, ""),
  HOUR(0, 23, ""),
  DAY(1, 31, ""),
  MONTH(1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  WEEKDAY(0, 7, "SUN MON TUE WED THU FRI SAT");

  private final int lowest;
  private final int highest;
  private final String names;

  CronField(int lowest, int highest, String names) {
    this.lowest = lowest;
    this.highest = highest;
    this.names = names;
  }

  /**
   * The set that one item of the list stands for ({@code *}, {@code 5}, {@code MON-FRI}, {@code
   * 10/20}), as a bit per number.
   *
   * @throws IllegalArgumentException if it is not an item of this field
   */
  long set(String item) {
    int slash = item.indexOf('/');
    int step = slash < 0 ? 1 : number(item.substring(slash + 1));
    if (step < 1) {
      throw bad(item);
    }
    String range = slash < 0 ? item : item.substring(0, slash);
    int dash = range.indexOf('-');
    int from;
    int to;
    if (range.equals("*")) {
      from = lowest;
      // A week has seven days, although Sunday may be written in two ways.
      to = this == WEEKDAY ? 6 : highest;
    } else if (dash >= 0) {
      from = value(range.substring(0, dash));
      to = value(range.substring(dash + 1));
    } else {
      from = value(range);
      to = slash < 0 ? from : highest;
    }
    if (from > to) {
      throw bad(item);
    }
    long bits = 0;
    for (int i = from; i <= to; i += step) {
      bits |= 1L << (this == WEEKDAY && i == 7 ? 0 : i);
      if (step > highest) {
        break;
      }
    }
    return bits;
  }

  /** A number or a name within the bounds of this field. */
  int value(String text) {
    int named = List.of(names.split(" ", -1)).indexOf(text.toUpperCase(Locale.ROOT));
    int value = named >= 0 && !text.isEmpty() ? named + lowest : number(text);
    if (value < lowest || value > highest) {
      throw bad(text);
    }
    return value;
  }

  private int number(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > 9) {
      throw bad(text);
    }
    return Integer.parseInt(text);
  }

  private IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "not a %s: %s".formatted(name().toLowerCase(Locale.ROOT), text));
  }
}
