package dev.tocsin.dashboard.quiet;

import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.domain.schedule.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When maintenance is: once, or whenever a schedule says.
 *
 * @param starts of a single one
 * @param schedule a cron line or calendar expressions; empty for a single one
 * @param zone by whose clocks the schedule goes
 */
public record Window(Optional<Instant> starts, String schedule, String zone, Duration lasts) {

  /** The shortest and the longest window. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  public static final Duration LONGEST = Duration.ofDays(7);

  private static final String ONCE = "once";

  /** A single one. */
  public static Window once(Instant starts, Duration lasts) {
    return new Window(Optional.of(starts), "", "UTC", lasts);
  }

  /** One that comes again and again. */
  public static Window by(String schedule, String zone, Duration lasts) {
    return new Window(Optional.empty(), schedule, zone, lasts);
  }

  /** What is wrong with it, to people; empty: nothing. */
  public Optional<String> problem() {
    if (lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0) {
      return Optional.of("A window lasts from one minute to seven days.");
    }
    if (starts.isPresent()) {
      return Optional.empty();
    }
    if (TimeZones.canonical(zone).isEmpty()) {
      return Optional.of("Choose a zone from the list, such as Europe/Riga.");
    }
    try {
      Schedules.parse(schedule, TimeZones.zone(zone));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** {@code once}, {@code cron} or {@code oncalendar}. */
  public String kind() {
    return starts.isPresent() ? ONCE : Schedules.kindOf(schedule);
  }

  /** All its times; only without a {@link #problem}. */
  public Windows times() {
    return starts
        .map(at -> Windows.once(at, lasts))
        .orElseGet(() -> Windows.by(Schedules.parse(schedule, TimeZones.zone(zone)), lasts));
  }

  /** "At 02:00 every day, Europe/Riga"; empty for a single one. */
  public String inWords() {
    return starts.isPresent()
        ? ""
        : Schedules.parse(schedule, TimeZones.zone(zone)).inWordsWithZone();
  }
}
