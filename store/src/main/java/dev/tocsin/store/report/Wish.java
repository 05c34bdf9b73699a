package dev.tocsin.store.report;

import dev.tocsin.domain.report.Period;
import dev.tocsin.domain.report.Timeline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a report shall be about.
 *
 * @param from the period of this day is the first
 * @param until the period of this day is the last
 * @param zone whose days these are
 * @param tag only checks that have it; empty: all
 */
public record Wish(Period period, LocalDate from, LocalDate until, ZoneId zone, String tag) {

  /** More days, weeks or months at once help nobody: a year and a month of days. */
  public static final int MOST_PERIODS = 400;

  /** No project is older. */
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  private static final int LONGEST_TAG = 500;

  /** The month of now and three before. */
  public static Wish usual(ZoneId zone, Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    return new Wish(Period.MONTH, Period.MONTH.first(today).minusMonths(3), today, zone, "");
  }

  /**
   * A wish as it was read.
   *
   * @param problem why it cannot be had, for people; then the wish is the usual one
   */
  public record Read(Wish wish, Optional<String> problem) {}

  /**
   * Reads a wish out of texts.
   *
   * @param parameter the text of {@code period}, {@code from}, {@code until} or {@code tag}; empty:
   *     as usual
   */
  public static Read read(UnaryOperator<String> parameter, ZoneId zone, Instant now) {
    Wish usual = usual(zone, now);
    String word = parameter.apply("period");
    Optional<Period> period = word.isEmpty() ? Optional.of(usual.period) : Period.of(word);
    if (period.isEmpty()) {
      return new Read(usual, Optional.of("period is day, week or month"));
    }
    try {
      LocalDate until = date(parameter.apply("until"), usual.until);
      LocalDate first = until.isBefore(usual.from) ? until : usual.from;
      Wish wish =
          new Wish(
              period.get(),
              date(parameter.apply("from"), first),
              until,
              zone,
              parameter.apply("tag").strip());
      Optional<String> problem = wish.problem(now);
      return new Read(problem.isEmpty() ? wish : usual, problem);
    } catch (DateTimeException e) {
      return new Read(usual, Optional.of("from and until are dates: 2026-08-31"));
    }
  }

  private static LocalDate date(String text, LocalDate usual) {
    return text.isEmpty() ? usual : LocalDate.parse(text);
  }

  private Optional<String> problem(Instant now) {
    if (until.isBefore(from)) {
      return Optional.of("until lies before from");
    }
    if (from.isBefore(EARLIEST) || from.isAfter(now.atZone(zone).toLocalDate())) {
      return Optional.of("from lies between %s and today".formatted(EARLIEST));
    }
    LocalDate last = until.isAfter(from.plusYears(100)) ? from.plusYears(100) : until;
    ChronoUnit unit =
        switch (period) {
          case DAY -> ChronoUnit.DAYS;
          case WEEK -> ChronoUnit.WEEKS;
          case MONTH -> ChronoUnit.MONTHS;
        };
    if (unit.between(period.first(from), period.first(last)) >= MOST_PERIODS) {
      return Optional.of("at most %d %ss at once".formatted(MOST_PERIODS, period.word()));
    }
    if (tag.length() > LONGEST_TAG) {
      return Optional.of("a tag has at most %d characters".formatted(LONGEST_TAG));
    }
    // Zones that crossed the date line have a day less.
    return timeline(now).isEmpty() ? Optional.of("there was no such day") : Optional.empty();
  }

  Timeline timeline(Instant now) {
    return Timeline.of(period, from, until, zone, now);
  }
}
