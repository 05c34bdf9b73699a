package dev.tocsin.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Calendar expressions of systemd timers, one a line; the earliest of all lines counts. A subset of
 * systemd.time(7) without fractions of seconds.
 */
public final class OnCalendar implements Schedule {

  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");

  private final List<CalendarLine> lines;
  private final String words;

  private OnCalendar(List<CalendarLine> lines, String words) {
    this.lines = lines;
    this.words = words;
  }

  /**
   * Reads calendar expressions.
   *
   * @param zone of the lines that name none
   * @throws IllegalArgumentException if a line is not an expression, or none ever matches after
   *     2000-01-01 and before 2200; the message says why
   */
  public static OnCalendar parse(String text, ZoneId zone) {
    List<CalendarLine> lines =
        text.strip()
            .lines()
            .map(
                line -> {
                  if (line.isBlank()) {
                    throw new IllegalArgumentException("an empty line between expressions");
                  }
                  return CalendarParser.parse(line, zone);
                })
            .toList();
    OnCalendar calendar =
        new OnCalendar(lines, "by the calendar %s, %s".formatted(text.strip(), zone));
    if (lines.isEmpty() || calendar.nextAfter(YEAR_2000.minusSeconds(1)).equals(NEVER)) {
      throw new IllegalArgumentException("never matches: " + text);
    }
    return calendar;
  }

  @Override
  public Instant nextAfter(Instant last) {
    return lines.stream().map(line -> line.nextAfter(last)).min(Instant::compareTo).orElse(NEVER);
  }

  @Override
  public String inWords() {
    return words;
  }
}
