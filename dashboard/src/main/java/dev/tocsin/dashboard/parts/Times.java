package dev.tocsin.dashboard.parts;

import dev.tocsin.dashboard.web.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times as people read them. The script in {@code app.js} does the same, to keep open pages true:
 * change both.
 */
public final class Times {

  private static final Duration NOW = Duration.ofSeconds(5);
  private static final Duration LONG_AGO = Duration.ofDays(60);

  private static final DateTimeFormatter EXACT = english("EEE d MMM uuuu, HH:mm:ss z");
  private static final DateTimeFormatter CLOCK = english("HH:mm");
  private static final DateTimeFormatter SECONDS = english("HH:mm:ss");
  private static final DateTimeFormatter DAY = english("d MMM");
  private static final DateTimeFormatter DAY_OF_YEAR = english("d MMM uuuu");

  private Times() {}

  private static DateTimeFormatter english(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** "12 min ago", "in 2 h 5 min", "just now"; a date if it is far away. */
  public static String ago(Instant at, Viewer viewer) {
    Duration since = Duration.between(at, viewer.now());
    if (since.abs().compareTo(NOW) < 0) {
      return "just now";
    }
    if (since.abs().compareTo(LONG_AGO) > 0) {
      return DAY_OF_YEAR.format(at.atZone(viewer.zone()));
    }
    return since.isNegative() ? "in " + about(since.abs()) : about(since) + " ago";
  }

  /** As {@link #span}, without seconds from one minute on: open pages would never come to rest. */
  private static String about(Duration span) {
    boolean minutes = span.toSeconds() >= 60 && span.toSeconds() < 3600;
    return minutes ? span.toMinutes() + " min" : span(span);
  }

  /** "2 h 5 min", "12 min": how long ago, without the word. */
  public static String since(Instant at, Viewer viewer) {
    Duration since = Duration.between(at, viewer.now());
    return about(since.isNegative() ? Duration.ZERO : since);
  }

  /** "04:20" today, "yesterday 04:20", "12 Nov 04:20", "12 Nov 2025" in another year. */
  public static String clock(Instant at, Viewer viewer) {
    ZonedDateTime local = at.atZone(viewer.zone());
    LocalDate today = viewer.now().atZone(viewer.zone()).toLocalDate();
    LocalDate day = local.toLocalDate();
    String time = CLOCK.format(local);
    if (day.equals(today)) {
      return time;
    }
    if (day.equals(today.minusDays(1))) {
      return "yesterday " + time;
    }
    if (day.equals(today.plusDays(1))) {
      return "tomorrow " + time;
    }
    return day.getYear() == today.getYear()
        ? DAY.format(local) + " " + time
        : DAY_OF_YEAR.format(local);
  }

  /** "04:20:07", for logs; the day stands in a line of its own. */
  public static String seconds(Instant at, Viewer viewer) {
    return SECONDS.format(at.atZone(viewer.zone()));
  }

  /** "today", "yesterday", "12 Nov", "12 Nov 2025". */
  public static String day(Instant at, Viewer viewer) {
    LocalDate day = at.atZone(viewer.zone()).toLocalDate();
    LocalDate today = viewer.now().atZone(viewer.zone()).toLocalDate();
    long ago = ChronoUnit.DAYS.between(day, today);
    if (ago == 0 || ago == 1) {
      return ago == 0 ? "Today" : "Yesterday";
    }
    return (day.getYear() == today.getYear() ? DAY : DAY_OF_YEAR).format(day);
  }

  /** "Fri 20 Nov 2026, 04:20:07 CET". */
  public static String exact(Instant at, Viewer viewer) {
    return EXACT.format(at.atZone(viewer.zone()));
  }

  /** "2 h 5 min": the two largest units, cut and not rounded. Below a second in ms. */
  public static String span(Duration span) {
    long seconds = span.toSeconds();
    if (seconds < 1) {
      return span.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
        : two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    // From ten on, the small unit says nothing that anybody wants to know.
    return small == 0 || (large >= 10 && !smallUnit.equals("min"))
        ? large + " " + largeUnit
        : "%d %s %d %s".formatted(large, largeUnit, small, smallUnit);
  }
}
