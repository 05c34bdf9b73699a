package dev.tocsin.domain.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a report has one line for. Weeks begin on Monday, as ISO 8601 has it. */
public enum Period {
  DAY,
  WEEK,
  MONTH;

  /** {@code day}, {@code week} or {@code month}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this {@link #word()}. */
  public static Optional<Period> of(String word) {
    return Arrays.stream(values()).filter(period -> period.word().equals(word)).findFirst();
  }

  /** The first day of the period that a day lies in. */
  public LocalDate first(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  /** The first day of the period after the one that begins on a day. */
  public LocalDate next(LocalDate first) {
    return switch (this) {
      case DAY -> first.plusDays(1);
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
    };
  }

  /** The name of the period that begins on a day: 2026-11-21, 2026-W47, 2026-11. */
  public String label(LocalDate first) {
    return switch (this) {
      case DAY -> first.toString();
      case WEEK ->
          "%04d-W%02d"
              .formatted(
                  first.get(IsoFields.WEEK_BASED_YEAR),
                  first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> first.toString().substring(0, 7);
    };
  }
}
