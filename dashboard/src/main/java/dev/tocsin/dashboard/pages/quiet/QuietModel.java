package dev.tocsin.dashboard.pages.quiet;

import dev.tocsin.dashboard.parts.RangeChoices;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.quiet.MaintenanceWindow;
import dev.tocsin.dashboard.quiet.Silence;
import dev.tocsin.domain.schedule.Windows;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The page of silences and maintenance.
 *
 * @param silences those that are on or to come
 */
public record QuietModel(
    List<Silence> silences,
    List<Planned> maintenance,
    RangeChoices choices,
    boolean mayEdit,
    Instant now) {

  /** Windows that are shown before anybody saves them. */
  static final int PREVIEWED = 5;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  /**
   * A window, with when it comes.
   *
   * @param upcoming the one that goes on, and the next; empty if there is none any more
   */
  public record Planned(MaintenanceWindow one, List<Windows.Window> upcoming) {

    static Planned of(MaintenanceWindow one, Instant now) {
      return new Planned(one, one.window().times().upcoming(now, 1));
    }

    public boolean isOn(Instant now) {
      return upcoming.stream().anyMatch(next -> !next.from().isAfter(now));
    }

    public String lasts() {
      return Times.span(one.window().lasts());
    }
  }

  /** A window on the clocks of a zone. */
  public record Line(String day, String from, String until) {

    static Line of(Windows.Window window, ZoneId zone) {
      ZonedDateTime from = window.from().atZone(zone);
      ZonedDateTime until = window.until().atZone(zone);
      boolean sameDay = from.toLocalDate().equals(until.toLocalDate());
      return new Line(
          DAY.format(from),
          TIME.format(from),
          (sameDay ? TIME : DateTimeFormatter.ofPattern("HH:mm, d MMM", Locale.ENGLISH))
              .format(until));
    }
  }
}
