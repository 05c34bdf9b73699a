package dev.tocsin.domain.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spans of time, and how many there are of something, in plain English. */
public final class Words {

  /** Two units say enough: nobody wants the seconds of an outage of three days. */
  private static final int UNITS_SHOWN = 2;

  private static final String[] NAMES = {"day", "hour", "minute", "second"};

  private Words() {}

  /**
   * For example "1 hour 5 minutes": the two largest units, cut and not rounded. Below a second:
   * "less than a second"; a negative span counts as none.
   */
  public static String of(Duration span) {
    if (span.compareTo(Duration.ofSeconds(1)) < 0) {
      return "less than a second";
    }
    long[] counts = {span.toDays(), span.toHoursPart(), span.toMinutesPart(), span.toSecondsPart()};
    List<String> said = new ArrayList<>();
    int first = 0;
    while (counts[first] == 0) {
      first++;
    }
    for (int i = first; i < counts.length && i < first + UNITS_SHOWN; i++) {
      if (counts[i] > 0) {
        said.add(count(counts[i], NAMES[i]));
      }
    }
    return String.join(" ", said);
  }

  /**
   * For example "1 ping", "2 pings", "1,000 pings".
   *
   * @param one the word for one of them, to which an s is added for more
   */
  public static String count(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
  }

  /** For example "Every hour", "Every 5 minutes". */
  static String every(Duration span) {
    String words = of(span);
    return "Every " + (words.matches("1 [a-z]+") ? words.substring(2) : words);
  }
}
