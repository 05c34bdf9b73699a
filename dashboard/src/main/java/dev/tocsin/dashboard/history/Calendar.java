package dev.tocsin.dashboard.history;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The days of half a year, a column for each week, coloured by how long the check was down. */
public record Calendar(List<Day> days, List<Month> months) {

  /** Half a year. */
  static final int WEEKS = 26;

  /** From one day to the next, in units of the drawing. */
  public static final int STEP = 14;

  private static final int LEFT = 30;
  private static final int TOP = 16;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

  /**
   * One day.
   *
   * @param look {@code none}, {@code up}, or {@code down1} to {@code down4}: the longer, the higher
   * @param words what its tooltip says
   */
  public record Day(int x, int y, String look, String words) {}

  /** The name of a month above its first week. */
  public record Month(int x, String name) {}

  /** The calendar up to an instant, by the days of a zone. */
  public static Calendar of(Past past, ZoneId zone, Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    LocalDate monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    LocalDate first = monday.minusWeeks(WEEKS - 1L);
    List<Day> days = new ArrayList<>();
    List<Month> months = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(today); day = day.plusDays(1)) {
      long n = ChronoUnit.DAYS.between(first, day);
      int x = LEFT + STEP * (int) (n / 7);
      Instant from = day.atStartOfDay(zone).toInstant();
      Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
      days.add(day(past, x, TOP + STEP * (int) (n % 7), day, from, to.isAfter(now) ? now : to));
      if (n % 7 == 0 && (n == 0 ? day.getDayOfMonth() <= 14 : day.getDayOfMonth() <= 7)) {
        months.add(new Month(x, MONTH.format(day)));
      }
    }
    return new Calendar(days, months);
  }

  private static Day day(Past past, int x, int y, LocalDate day, Instant from, Instant to) {
    Duration down = past.within(Status.DOWN, from, to);
    Duration up = past.within(Status.UP, from, to);
    String date = DAY.format(day) + ": ";
    if (down.isZero()) {
      return up.isZero()
          ? new Day(x, y, "none", date + "nothing was expected")
          : new Day(x, y, "up", date + "up");
    }
    long times = past.downs(from, to);
    String often =
        times == 0 ? "" : times == 1 ? ", went down once" : ", went down %d times".formatted(times);
    return new Day(x, y, "down" + level(down), date + "down for " + Times.span(down) + often);
  }

  private static int level(Duration down) {
    long minutes = down.toMinutes();
    return minutes < 15 ? 1 : minutes < 60 ? 2 : minutes < 360 ? 3 : 4;
  }

  public int width() {
    return LEFT + STEP * WEEKS;
  }

  public int height() {
    return TOP + STEP * 7;
  }
}
