package dev.tocsin.domain.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The times of day of a schedule in words: "at 04:20", "every 5 minutes between 09:00 and 17:59".
 *
 * @param text in lower case
 * @param listed whether it names times of day, so that a day must follow: "at 04:20 every day", but
 *     "every 5 minutes"
 */
record ClockWords(String text, boolean listed) {

  /** More times than this are better told by their rule. */
  private static final int MOST_TIMES = 4;

  /** Longer lists of numbers are no words any more. */
  private static final int MOST_NUMBERS = 12;

  /** The words for these hours, minutes and seconds; empty where there are none that are true. */
  static Optional<ClockWords> of(BitSet hours, BitSet minutes, BitSet seconds) {
    boolean wholeMinutes = seconds.cardinality() == 1 && seconds.get(0);
    int times = hours.cardinality() * minutes.cardinality() * seconds.cardinality();
    boolean oneMinute = minutes.cardinality() == 1 && wholeMinutes;
    boolean even = English.evenStep(hours, 24).isPresent() || English.isRange(hours);
    if (times <= MOST_TIMES && !(oneMinute && even)) {
      return Optional.of(new ClockWords("at " + English.and(times(hours, minutes, seconds)), true));
    }
    if (oneMinute) {
      return hourly(hours, minutes.nextSetBit(0));
    }
    return (wholeMinutes ? minutely(hours, minutes) : secondly(hours, minutes, seconds))
        .map(text -> new ClockWords(text, false));
  }

  private static List<String> times(BitSet hours, BitSet minutes, BitSet seconds) {
    boolean wholeMinutes = seconds.length() == 1;
    List<String> times = new ArrayList<>();
    hours.stream()
        .forEach(
            h ->
                minutes.stream()
                    .forEach(
                        m ->
                            seconds.stream()
                                .mapToObj(s -> clock(h, m) + (wholeMinutes ? "" : ":" + two(s)))
                                .forEach(times::add)));
    return times;
  }

  /** One time in each of several hours. */
  private static Optional<ClockWords> hourly(BitSet hours, int minute) {
    String first = clock(hours.nextSetBit(0), minute);
    String last = clock(hours.length() - 1, minute);
    OptionalInt even = English.evenStep(hours, 24);
    OptionalInt step = English.step(hours);
    if (even.isPresent()) {
      String every = English.every(even.getAsInt(), "hour");
      String past = "at %s past every hour".formatted(English.count(minute, "minute"));
      String words = minute == 0 ? every : even.getAsInt() == 1 ? past : every + " from " + first;
      return Optional.of(new ClockWords(words, false));
    }
    if (step.isPresent()) {
      String every = English.every(step.getAsInt(), "hour");
      return Optional.of(new ClockWords("%s from %s to %s".formatted(every, first, last), false));
    }
    return hours.cardinality() > MOST_NUMBERS
        ? Optional.empty()
        : Optional.of(
            new ClockWords("at " + English.and(English.each(hours, h -> clock(h, minute))), true));
  }

  private static Optional<String> minutely(BitSet hours, BitSet minutes) {
    OptionalInt even = English.evenStep(minutes, 60);
    if (even.isPresent()) {
      return hoursOf(hours, minutes.length() - 1, "")
          .map(of -> English.every(even.getAsInt(), "minute") + of);
    }
    int first = minutes.nextSetBit(0);
    int last = minutes.length() - 1;
    if (English.isRange(minutes) && hours.cardinality() == 1) {
      int hour = hours.nextSetBit(0);
      return Optional.of(
          "every minute between %s and %s".formatted(clock(hour, first), clock(hour, last)));
    }
    return past(minutes, "minute").flatMap(past -> each(hours).map(hour -> past + " " + hour));
  }

  private static Optional<String> secondly(BitSet hours, BitSet minutes, BitSet seconds) {
    OptionalInt even = English.evenStep(seconds, 60);
    Optional<String> words =
        even.isPresent()
            ? Optional.of(English.every(even.getAsInt(), "second"))
            : past(seconds, "second");
    if (English.isAll(minutes, 0, 59)) {
      String every = even.isPresent() ? "" : " every minute";
      return words.flatMap(w -> hoursOf(hours, 59, ":59").map(of -> w + every + of));
    }
    String link = even.isPresent() ? " of " : " ";
    return minutes.cardinality() > MOST_NUMBERS
        ? Optional.empty()
        : words.flatMap(
            w -> each(hours).map(h -> w + link + numbers("minute", minutes) + " of " + h));
  }

  /** "at 5, 25 and 45 minutes past", "every minute from 5 to 20 minutes past". */
  private static Optional<String> past(BitSet set, String unit) {
    if (English.isRange(set)) {
      return Optional.of(
          "every %s from %d to %d %ss past"
              .formatted(unit, set.nextSetBit(0), set.length() - 1, unit));
    }
    if (set.cardinality() > MOST_NUMBERS) {
      return Optional.empty();
    }
    String list = English.and(English.each(set, Integer::toString));
    return Optional.of("at %s %s past".formatted(list, list.equals("1") ? unit : unit + "s"));
  }

  /**
   * What follows "every 5 minutes": nothing, " between 09:00 and 17:59", " of the hours 1 and 3".
   */
  private static Optional<String> hoursOf(BitSet hours, int lastMinute, String lastSecond) {
    if (English.isAll(hours, 0, 23)) {
      return Optional.of("");
    }
    int first = hours.nextSetBit(0);
    int last = hours.length() - 1;
    if (hours.cardinality() == 1 || English.isRange(hours) || last - first == 1) {
      // To the end of the hour, not to the last match: this is how people say it.
      int end = Math.max(lastMinute, 59);
      return Optional.of(
          " between %s and %s".formatted(clock(first, 0), clock(last, end) + lastSecond));
    }
    return hours.cardinality() > MOST_NUMBERS
        ? Optional.empty()
        : Optional.of(" of " + numbers("hour", hours));
  }

  /**
   * What follows "at 5 minutes past": "every hour", "every hour from 9 to 17", "the hours 1 and 3".
   */
  private static Optional<String> each(BitSet hours) {
    if (English.isAll(hours, 0, 23)) {
      return Optional.of("every hour");
    }
    if (English.isRange(hours)) {
      return Optional.of(
          "every hour from %d to %d".formatted(hours.nextSetBit(0), hours.length() - 1));
    }
    return hours.cardinality() > MOST_NUMBERS
        ? Optional.empty()
        : Optional.of(numbers("hour", hours));
  }

  private static String numbers(String unit, BitSet set) {
    String list = English.and(English.each(set, Integer::toString));
    return set.cardinality() == 1 ? unit + " " + list : "the " + unit + "s " + list;
  }

  private static String clock(int hour, int minute) {
    return two(hour) + ":" + two(minute);
  }

  private static String two(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }
}
