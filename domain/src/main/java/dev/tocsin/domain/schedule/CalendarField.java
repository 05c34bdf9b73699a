package dev.tocsin.domain.schedule;

import java.util.BitSet;

/** One numeric component of a calendar expression: its bounds and how its values are written. */
enum CalendarField implements NumberField {
  YEAR("year", 1970, 2199),
  MONTH("month", 1, 12),
  DAY("day", 1, 31),
  /** Days counted from the end of the month: 1 is the last one. */
  DAY_FROM_END("day from the end of the month", 1, 28),
  HOUR("hour", 0, 23),
  MINUTE("minute", 0, 59),
  SECOND("second", 0, 59);

  private final String called;
  private final int lowest;
  private final int highest;

  CalendarField(String called, int lowest, int highest) {
    this.called = called;
    this.lowest = lowest;
    this.highest = highest;
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
   * Reads a list of values, ranges ({@code a..b}) and steps ({@code a/n}), or {@code *} alone.
   *
   * @throws IllegalArgumentException if it is none
   */
  BitSet parse(String text) {
    BitSet values = new BitSet();
    if (text.equals("*")) {
      values.set(lowest, highest + 1);
      return values;
    }
    for (String item : text.split(",", -1)) {
      addItem(values, item);
    }
    return values;
  }

  private void addItem(BitSet values, String item) {
    int slash = item.indexOf('/');
    String span = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : number(item.substring(slash + 1));
    int dots = span.indexOf("..");
    int from = value(dots < 0 ? span : span.substring(0, dots));
    int to = from;
    if (dots >= 0) {
      to = value(span.substring(dots + 2));
    } else if (slash >= 0) {
      to = this == DAY_FROM_END ? lowest : highest;
    }
    if (step < 1 || (dots >= 0 && from > to)) {
      throw bad(item);
    }
    // Steps from the end of a month run towards it: ~7/1 is the last seven days.
    int direction = to < from ? -1 : 1;
    long last = (long) to * direction;
    for (long i = from; i * direction <= last; i += (long) step * direction) {
      values.set((int) i);
    }
  }

  private int value(String text) {
    int value = number(text);
    if (this == YEAR && text.length() <= 2) {
      value += value < 70 ? 2000 : 1900;
    }
    return within(value, text);
  }
}
