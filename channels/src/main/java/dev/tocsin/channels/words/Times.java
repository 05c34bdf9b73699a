package dev.tocsin.channels.words;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people read them. Always UTC: a message has readers in many zones. */
public final class Times {

  private static final DateTimeFormatter CLOCK = formatter("HH:mm 'UTC'");
  private static final DateTimeFormatter DAY = formatter("d MMM HH:mm 'UTC'");
  private static final DateTimeFormatter YEAR = formatter("d MMM uuuu HH:mm 'UTC'");
  private static final DateTimeFormatter EXACT = formatter("d MMM uuuu HH:mm:ss 'UTC'");

  private Times() {}

  /** As short as {@code now} allows: "04:20 UTC" today, "20 Nov 04:20 UTC" this year. */
  public static String brief(Instant at, Instant now) {
    ZonedDateTime then = at.atZone(ZoneOffset.UTC);
    ZonedDateTime today = now.atZone(ZoneOffset.UTC);
    if (then.toLocalDate().equals(today.toLocalDate())) {
      return CLOCK.format(then);
    }
    return (then.getYear() == today.getYear() ? DAY : YEAR).format(then);
  }

  /** To the second: "20 Nov 2026 04:20:00 UTC". */
  public static String exact(Instant at) {
    return EXACT.format(at.atZone(ZoneOffset.UTC));
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
