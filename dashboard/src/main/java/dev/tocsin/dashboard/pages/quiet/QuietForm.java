package dev.tocsin.dashboard.pages.quiet;

import dev.tocsin.dashboard.pages.checkform.Span;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.quiet.Window;
import dev.tocsin.domain.schedule.TimeZones;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people enter for a silence or a maintenance window, as they entered it.
 *
 * @param range as {@link Range#entered} reads it
 * @param once whether the window comes once, at {@code start}; otherwise by {@code schedule}
 * @param start a date and time on the clocks of {@code zone}, as browsers send it
 */
public record QuietForm(
    String range,
    String reason,
    String name,
    boolean once,
    String start,
    String schedule,
    String zone,
    Span lasts) {

  /** With nothing entered yet: an hour. */
  static QuietForm blank(String range, String zone) {
    return new QuietForm(range, "", "", true, "", "", zone, new Span("1", "h"));
  }

  static QuietForm entered(UnaryOperator<String> field) {
    return new QuietForm(
        field.apply("range"),
        field.apply("reason").strip(),
        field.apply("name").strip(),
        !field.apply("when").equals("schedule"),
        field.apply("start").strip(),
        field.apply("schedule").strip(),
        field.apply("tz").strip(),
        new Span(field.apply("lasts"), field.apply("lasts-unit")));
  }

  /** What it is for; empty if that is nothing that the form offers. */
  Optional<Range> covered() {
    return Range.entered(range);
  }

  /** How long it lasts; empty if that is no time. */
  Optional<Duration> duration() {
    return lasts.duration().filter(span -> !span.isZero());
  }

  /** The window; empty as long as something is missing. */
  Optional<Window> window() {
    Optional<String> canonical = TimeZones.canonical(zone);
    if (duration().isEmpty() || canonical.isEmpty()) {
      return Optional.empty();
    }
    if (!once) {
      return schedule.isBlank()
          ? Optional.empty()
          : Optional.of(Window.by(schedule, canonical.get(), duration().get()));
    }
    try {
      LocalDateTime local = LocalDateTime.parse(start);
      return Optional.of(
          Window.once(local.atZone(TimeZones.zone(canonical.get())).toInstant(), duration().get()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
