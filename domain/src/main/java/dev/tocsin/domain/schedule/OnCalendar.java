package dev.tocsin.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calendar expressions of systemd timers, one a line; the earliest of all lines counts. A subset of
 * systemd.time(7) without fractions of seconds.
 */
public final class OnCalendar implements Schedule {

  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");

  private final List<CalendarLine> lines;
  private final ZoneId zone;
  private final String text;

  private OnCalendar(List<CalendarLine> lines, ZoneId zone, String text) {
    this.lines = lines;
    this.zone = zone;
    this.text = text;
  }

  /**
   * Reads calendar expressions.
   *
   * @param zone of the lines that name none
   * @throws IllegalArgumentException if a line is not an expression, or none ever matches in UTC
   *     after 2000-01-01 and before 2200 (a zone may still skip the only match there is: then it is
   *     exhausted, not wrong); the message says why
   */
  public static OnCalendar parse(String text, ZoneId zone) {
    List<CalendarLine> lines = lines(text, zone);
    List<CalendarLine> inUtc = zone.equals(ZoneOffset.UTC) ? lines : lines(text, ZoneOffset.UTC);
    if (inUtc.stream().allMatch(line -> line.nextAfter(YEAR_2000).equals(NEVER))) {
      throw new IllegalArgumentException(
          "“%s” never matches between 2000 and 2199: is there such a day?".formatted(text.strip()));
    }
    return new OnCalendar(lines, zone, text.strip());
  }

  private static List<CalendarLine> lines(String text, ZoneId zone) {
    return text.strip().lines().map(line -> CalendarParser.parse(line, zone)).toList();
  }

  @Override
  public Instant nextAfter(Instant last) {
    return lines.stream().map(line -> line.nextAfter(last)).min(Instant::compareTo).orElse(NEVER);
  }

  @Override
  public String inWords() {
    return CalendarWords.of(lines, saidZone())
        .orElseGet(() -> "By the calendar expression “%s”".formatted(text));
  }

  /** The zone of the check, or of the lines if they agree on another one. */
  @Override
  public Optional<ZoneId> zone() {
    return Optional.of(saidZone());
  }

  private ZoneId saidZone() {
    Set<ZoneId> zones = lines.stream().map(CalendarLine::zone).collect(Collectors.toSet());
    return zones.size() == 1 ? zones.iterator().next() : zone;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OnCalendar that && text.equals(that.text) && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, zone);
  }

  @Override
  public String toString() {
    return "%s in %s".formatted(text, zone);
  }
}
