package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.history.Past;
import dev.tocsin.dashboard.history.Past.Stretch;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The last 90 days of a check, by the days of UTC. What nobody could hear counts neither as up nor
 * as down.
 *
 * @param days oldest first, today last
 * @param uptime in percent of the time that was watched and heard; negative: there was none
 */
public record Bars(List<Day> days, double uptime) {

  public static final int DAYS = 90;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /** From one bar to the next, in units of the drawing. */
  public static final int STEP = 4;

  public static final int HEIGHT = 24;

  public Bars {
    days = List.copyOf(days);
  }

  /**
   * The bars up to an instant.
   *
   * @param unverified when runs were due that nobody heard of, and nobody could have
   */
  public static Bars of(Past past, BlindTimes blind, List<Instant> unverified, Instant asOf) {
    LocalDate today = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    List<Day> days = new ArrayList<>(DAYS);
    Duration up = Duration.ZERO;
    Duration down = Duration.ZERO;
    for (int ago = DAYS - 1; ago >= 0; ago--) {
      LocalDate date = today.minusDays(ago);
      Instant from = date.atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant to = end.isAfter(asOf) ? asOf : end;
      Heard heardUp = Heard.of(past, Status.UP, blind, from, to);
      Heard heardDown = Heard.of(past, Status.DOWN, blind, from, to);
      int unheard =
          (int) unverified.stream().filter(at -> !at.isBefore(from) && at.isBefore(end)).count();
      days.add(
          new Day(
              date,
              heardUp.whole().plus(heardDown.whole()),
              heardDown.heard(),
              heardUp.blind().plus(heardDown.blind()),
              unheard));
      up = up.plus(heardUp.heard());
      down = down.plus(heardDown.heard());
    }
    Duration all = up.plus(down);
    return new Bars(days, all.isZero() ? -1 : 100.0 * up.toMillis() / Math.max(1, all.toMillis()));
  }

  /** How long a check had a status, and how much of that nobody could hear. */
  private record Heard(Duration whole, Duration blind) {

    static Heard of(Past past, Status status, BlindTimes blind, Instant from, Instant to) {
      Duration whole = Duration.ZERO;
      Duration deaf = Duration.ZERO;
      for (Stretch stretch : past.stretches()) {
        Instant since = stretch.from().isAfter(from) ? stretch.from() : from;
        Instant until = stretch.to().isBefore(to) ? stretch.to() : to;
        if (stretch.status() == status && since.isBefore(until)) {
          whole = whole.plus(Duration.between(since, until));
          deaf = deaf.plus(blind.within(since, until));
        }
      }
      return new Heard(whole, deaf);
    }

    Duration heard() {
      return whole.minus(blind);
    }
  }

  /** Days that were not simply up, latest first. */
  public List<Day> troubled() {
    List<Day> troubled =
        new ArrayList<>(
            days.stream()
                .filter(day -> day.look() != Day.Look.UP && day.look() != Day.Look.NONE)
                .toList());
    Collections.reverse(troubled);
    return troubled;
  }

  /** "99.98 %", cut and not rounded: 100 % is said only if it was. */
  public String percent() {
    return uptime < 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", Math.floor(uptime * 100) / 100);
  }

  /** All bars of one look, as the path of a drawing. */
  public String path(Day.Look look) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < days.size(); i++) {
      if (days.get(i).look() == look) {
        path.append('M').append(i * STEP).append(shapeOf(look));
      }
    }
    return path.toString();
  }

  /** The bar of a look: shapes differ, too, since not everybody sees colours. */
  public static String shapeOf(Day.Look look) {
    return switch (look) {
      case NONE -> " 10h3v4h-3z";
      case UP -> " 0h3v24h-3z";
      case UNVERIFIED -> " 0h3v5h-3zm0 9h3v6h-3zm0 9h3v5h-3z";
      case PART -> " 8h3v16h-3z";
      case DOWN -> " 0h3v10h-3zm0 14h3v10h-3z";
    };
  }

  /** What the drawing shows, for those who do not see it. */
  public String inWords() {
    String counts =
        Arrays.stream(Day.Look.values())
            .map(look -> count(look))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return "Last %d days: %s".formatted(DAYS, counts);
  }

  private String count(Day.Look look) {
    long n = days.stream().filter(day -> day.look() == look).count();
    return n == 0 ? "" : "%s on %d".formatted(look.words(), n);
  }

  /** "12 Oct: down for 2 h 5 min", and what else there is to say of the day. */
  public static String inWords(Day day) {
    List<String> words = new ArrayList<>();
    if (!day.down().isZero()) {
      words.add("down for " + Times.span(day.down()));
    }
    if (day.unverified() > 0) {
      words.add(
          day.unverified() == 1
              ? "one run that nobody could hear"
              : "%d runs that nobody could hear".formatted(day.unverified()));
    }
    if (day.blind().compareTo(Day.BLIND_SHOWN) >= 0) {
      words.add("nobody could hear for " + Times.span(day.blind()));
    }
    return DATE.format(day.date()) + ": " + String.join(", ", words);
  }
}
