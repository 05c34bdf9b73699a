package dev.tocsin.domain.schedule;

import java.util.Locale;

/** The five fields of a cron line: their bounds, their names, and how a list of items is read. */
enum CronField implements NumberField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY("day of the month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  WEEKDAY("day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT");

  private final String called;
  private final int lowest;
  private final int highest;
  private final String names;

  CronField(String called, int lowest, int highest, String names) {
    this.called = called;
    this.lowest = lowest;
    this.highest = highest;
    this.names = names;
  }

  @Override
  public String called() {
    return called;
  }

  @Override
  public int lowest() {
    return lowest;
  }

  @Override
  public int highest() {
    return highest;
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
    String span = slash < 0 ? item : item.substring(0, slash);
    int dash = span.indexOf('-');
    int from;
    int to;
    if (span.equals("*")) {
      from = lowest;
      // A week has seven days, although Sunday may be written in two ways.
      to = this == WEEKDAY ? 6 : highest;
    } else if (dash >= 0) {
      from = value(span.substring(0, dash));
      to = value(span.substring(dash + 1));
    } else {
      from = value(span);
      to = slash < 0 ? from : highest;
    }
    if (from > to) {
      throw bad(item);
    }
    long bits = 0;
    for (long i = from; i <= to; i += step) {
      bits |= 1L << (this == WEEKDAY ? i % 7 : i);
    }
    return bits;
  }

  /** A number or a name within the bounds of this field. */
  int value(String text) {
    // Names have three letters and stand four apart.
    int named = text.length() == 3 ? names.indexOf(text.toUpperCase(Locale.ROOT)) : -1;
    return named >= 0 && named % 4 == 0 ? named / 4 + lowest : within(number(text), text);
  }
}
