package dev.tocsin.domain.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cron line of five fields, with Debian's rules for the days on which clocks change.
 *
 * <p>A job with a <em>fixed time</em> (neither minute nor hour starts with {@code *}) runs once a
 * day that has it, whatever the clocks do: at the moment of change if its time is skipped, at the
 * first of two if it comes twice. Every other job goes by elapsed time: a skipped hour is no match,
 * a repeated hour is two.
 *
 * <p>{@link ZonedDateTime}'s own resolution of skipped times (shifted by the length of the gap) is
 * not what cron does, so it is never asked for one.
 */
public final class Cron implements Schedule {

  /** Beyond this many years ahead there is no match any more: 28 years and the century's gap. */
  private static final int HORIZON_YEARS = 50;

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final long minutes;
  private final long hours;
  private final long months;
  private final CronDays days;
  private final boolean fixedTime;
  private final ZoneId zone;
  private final String text;

  private Cron(String[] fields, ZoneId zone) {
    this.minutes = set(CronField.MINUTE, fields[0]);
    this.hours = set(CronField.HOUR, fields[1]);
    this.months = set(CronField.MONTH, fields[3]);
    this.days = CronDays.parse(fields[2], fields[4]);
    this.fixedTime = !fields[0].startsWith("*") && !fields[1].startsWith("*");
    this.zone = zone;
    this.text = String.join(" ", fields);
  }

  /** Whether a text is a cron line at all, valid or not: one line of exactly five fields. */
  public static boolean looksLike(String text) {
    return fields(text).length == 5;
  }

  /** Its fields; none if it has several lines. */
  private static String[] fields(String text) {
    String line = text.strip();
    return line.indexOf('\n') < 0 ? SPACES.split(line) : new String[0];
  }

  /**
   * Reads a cron line.
   *
   * @throws IllegalArgumentException if it is not one, or if it has no match within 50 years of
   *     2000-01-01; the message says why
   */
  public static Cron parse(String text, ZoneId zone) {
    String[] fields = fields(text);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "A cron line has five fields: minute, hour, day of month, month, day of week.");
    }
    Cron cron = new Cron(fields, zone);
    LocalDateTime start = LocalDate.of(2000, 1, 1).atStartOfDay();
    if (cron.days.exceedsAll(cron.months) || cron.localAfter(start.minusMinutes(1)) == null) {
      throw new IllegalArgumentException(
          "“%s” never matches: is there such a day?".formatted(cron.text));
    }
    return cron;
  }

  private static long set(CronField field, String list) {
    return Arrays.stream(list.split(",", -1)).mapToLong(field::set).reduce(0, (a, b) -> a | b);
  }

  @Override
  public Instant nextAfter(Instant last) {
    return fixedTime ? nextFixed(last) : nextElapsed(last);
  }

  @Override
  public String inWords() {
    return CronWords.of(minutes, hours, months, days)
        .orElseGet(() -> "By the cron line “%s”".formatted(text));
  }

  @Override
  public Optional<ZoneId> zone() {
    return Optional.of(zone);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cron that && text.equals(that.text) && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, zone);
  }

  @Override
  public String toString() {
    return "%s in %s".formatted(text, zone);
  }

  private Instant nextFixed(Instant last) {
    LocalDateTime local = LocalDateTime.ofInstant(last, zone).truncatedTo(ChronoUnit.MINUTES);
    while (true) {
      local = localAfter(local);
      if (local == null) {
        return NEVER;
      }
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      if (change == null) {
        return local.toInstant(zone.getRules().getOffset(local));
      }
      Instant at = change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
      if (at.isAfter(last)) {
        return at;
      }
      // All that is skipped runs at this change, or first came before it: go on behind.
      local =
          (change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore()).minusMinutes(1);
    }
  }

  /** The first match after a local time, on a clock that nobody changes; null: none in sight. */
  private @Nullable LocalDateTime localAfter(LocalDateTime after) {
    LocalDateTime from = after.plusMinutes(1);
    LocalDate date = from.toLocalDate();
    LocalDate end = date.plusYears(HORIZON_YEARS);
    LocalTime time = timeFrom(from.toLocalTime());
    while (!date.isAfter(end)) {
      if ((months >> date.getMonthValue() & 1) == 0) {
        date = date.withDayOfMonth(1).plusMonths(1);
        time = timeFrom(LocalTime.MIN);
      } else if (time == null || !days.match(date)) {
        date = date.plusDays(1);
        time = timeFrom(LocalTime.MIN);
      } else {
        return date.atTime(time);
      }
    }
    return null;
  }

  /** The first time of day that matches, at or after one; null: none left today. */
  private @Nullable LocalTime timeFrom(LocalTime from) {
    int hour = from.getHour();
    long minutesLeft = minutes >>> from.getMinute() << from.getMinute();
    if ((hours >> hour & 1) == 1 && minutesLeft != 0) {
      return LocalTime.of(hour, Long.numberOfTrailingZeros(minutesLeft));
    }
    long hoursLeft = hours >>> (hour + 1) << (hour + 1);
    return hoursLeft == 0
        ? null
        : LocalTime.of(Long.numberOfTrailingZeros(hoursLeft), Long.numberOfTrailingZeros(minutes));
  }

  private Instant nextElapsed(Instant last) {
    Instant at = last.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    LocalDate end = LocalDate.ofInstant(last, zone).plusYears(HORIZON_YEARS);
    while (true) {
      ZonedDateTime local = at.atZone(zone);
      LocalDate date = local.toLocalDate();
      if (date.isAfter(end)) {
        return NEVER;
      }
      if ((months >> date.getMonthValue() & 1) == 0) {
        at = startOf(date.withDayOfMonth(1).plusMonths(1));
      } else if (!days.match(date)) {
        at = startOf(date.plusDays(1));
      } else if ((hours >> local.getHour() & 1) == 1 && (minutes >> local.getMinute() & 1) == 1) {
        return at;
      } else if (skippedMidnightMatches(local)) {
        return at;
      } else {
        at = nextCandidate(at, local);
      }
    }
  }

  private Instant startOf(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
  }

  /** Where the clocks skip midnight, a job of that hour runs as they do, as in Debian's cron. */
  private boolean skippedMidnightMatches(ZonedDateTime local) {
    if ((hours & 1) == 0 || (minutes & 1) == 0) {
      return false;
    }
    ZoneOffsetTransition change = zone.getRules().getTransition(local.toLocalDate().atStartOfDay());
    return change != null && change.isGap() && change.getInstant().equals(local.toInstant());
  }

  /** The next instant worth a look: the next matching minute, the next hour or a clock change. */
  private Instant nextCandidate(Instant at, ZonedDateTime local) {
    long left = minutes >>> (local.getMinute() + 1) << (local.getMinute() + 1);
    boolean thisHour = (hours >> local.getHour() & 1) == 1 && left != 0;
    int minute = thisHour ? Long.numberOfTrailingZeros(left) : 60;
    Instant next = at.plusSeconds(60L * (minute - local.getMinute()));
    ZoneOffsetTransition change = zone.getRules().nextTransition(at);
    return change != null && change.getInstant().isBefore(next)
        ? roundedUp(change.getInstant())
        : next;
  }

  private static Instant roundedUp(Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    return minute.equals(at) ? at : minute.plusSeconds(60);
  }
}
