package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.domain.schedule.TimeZones;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people enter to announce something, as they entered it.
 *
 * @param kind {@code incident} or {@code maintenance}
 * @param start of maintenance: a date and time on the clocks of {@code zone}, as browsers send it
 */
public record SayForm(
    String kind,
    String title,
    String impact,
    String body,
    String start,
    String end,
    String zone,
    boolean tell) {

  static SayForm blank(String zone) {
    return new SayForm("incident", "", "minor", "", "", "", zone, true);
  }

  static SayForm entered(UnaryOperator<String> field) {
    return new SayForm(
        field.apply("kind"),
        field.apply("title").strip(),
        field.apply("impact"),
        field.apply("body").strip().replace("\r\n", "\n"),
        field.apply("start").strip(),
        field.apply("end").strip(),
        field.apply("tz").strip(),
        field.apply("tell").equals("on"));
  }

  /** What it asks for; empty: a time is missing, or something that no form sends. */
  Optional<Wording> wording(Instant now) {
    try {
      Kind what = Kind.of(kind);
      boolean work = what == Kind.MAINTENANCE;
      return Optional.of(
          new Wording(
              what,
              title,
              work ? Impact.NONE : Impact.of(impact),
              work ? at(start) : now,
              work ? at(end) : null,
              work ? State.PLANNED : State.INVESTIGATING,
              body,
              tell));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Instant at(String local) {
    String canonical = TimeZones.canonical(zone).orElse("UTC");
    return LocalDateTime.parse(local).atZone(TimeZones.zone(canonical)).toInstant();
  }
}
