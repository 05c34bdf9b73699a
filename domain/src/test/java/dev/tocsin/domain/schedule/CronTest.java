package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

  private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
  private static final Instant YEAR_1990 = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30 3 28 3 *, 2027-03-28T01:00:00Z",
    "0 3 28 3 *, 2027-03-28T01:00:00Z",
    "59 2 28 3 *, 2027-03-28T00:59:00Z",
    "0 4 28 3 *, 2027-03-28T01:00:00Z",
    "*/30 3 28 3 *, 2028-03-28T00:00:00Z",
    "30 3 31 10 *, 2027-10-31T00:30:00Z",
    "*/30 3 31 10 *, 2027-10-31T00:00:00Z",
    "0 4 31 10 *, 2027-10-31T02:00:00Z",
  })
  void the_days_on_which_clocks_change_in_riga(String line, Instant expected) {
    assertThat(Cron.parse(line, RIGA).nextAfter(DECEMBER)).isEqualTo(expected);
  }

  @Test
  void an_hourly_job_runs_in_both_hours_of_a_repeated_one() {
    assertThat(runs("0 * * * *", RIGA, "2027-10-30T23:30:00Z", 3))
        .containsExactly(
            "2027-10-31T03:00+03:00", "2027-10-31T03:00+02:00", "2027-10-31T04:00+02:00");
  }

  @Test
  void fixed_hours_run_once_each_around_a_change() {
    assertThat(runs("0 1-5 * * *", RIGA, "2027-03-27T23:30:00Z", 3))
        .containsExactly(
            "2027-03-28T02:00+02:00", "2027-03-28T04:00+03:00", "2027-03-28T05:00+03:00");
    assertThat(runs("0 1-5 * * *", RIGA, "2027-10-30T22:30:00Z", 3))
        .containsExactly(
            "2027-10-31T02:00+03:00", "2027-10-31T03:00+03:00", "2027-10-31T04:00+02:00");
  }

  @Test
  void a_skipped_time_runs_at_the_change() {
    assertThat(runs("30 2 14 3 *", ZoneId.of("America/New_York"), "2027-03-01T00:00:00Z", 1))
        .containsExactly("2027-03-14T03:00-04:00");
    assertThat(runs("15 2 3 10 *", ZoneId.of("Australia/Lord_Howe"), "2027-09-01T00:00:00Z", 1))
        .containsExactly("2027-10-03T02:30+11:00");
    assertThat(runs("*/30 0 5 9 *", ZoneId.of("America/Santiago"), "2027-09-01T00:00:00Z", 1))
        .containsExactly("2027-09-05T01:00-03:00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * * *",
        "@daily",
        "* * * *",
        "0 0 30 2 *",
        "0 0 31 4 *",
        "1 1 */100 * MON#4",
        "0 0 * * FRI-MON",
        "0 0 * * MONDAY",
        "? * * * *",
        "0 0 15W * *",
        "0 0 L-3 * *",
        "H * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "1,, * * * *",
        "5-1 * * * *",
        "0 0 * * MON#6",
        "0 0 * * MON#0",
        "0 0 * * FRIL",
        "-1 * * * *",
        "1.5 * * * *"
      })
  void nonsense_and_the_impossible_are_refused(String line) {
    assertThatThrownBy(() -> Cron.parse(line, RIGA)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 29 2 *",
        "*/100 * * * *",
        "0 0 L * *",
        "0 0 LW * *",
        "0 0 * * 5L",
        "0 0 * * mon#2,3L",
        "0 0 1,L jan-mar *",
        "0 0 */2 * MON",
        "5/15 * * * *",
        "0 0 * * 7",
        "  0 0 * * *  "
      })
  void what_debian_takes_is_taken(String line) {
    assertThat(Cron.parse(line, RIGA)).isNotNull();
  }

  @Test
  void days_match_both_where_a_field_starts_with_a_star_and_either_otherwise() {
    assertThat(runs("0 0 */2 * MON", ZoneId.of("UTC"), "2027-01-01T00:00:00Z", 2))
        .containsExactly("2027-01-11T00:00Z", "2027-01-25T00:00Z");
    assertThat(runs("0 0 1 * MON", ZoneId.of("UTC"), "2027-01-01T00:00:00Z", 2))
        .containsExactly("2027-01-04T00:00Z", "2027-01-11T00:00Z");
  }

  @Test
  void it_agrees_with_a_look_at_every_minute() {
    long seed = Long.getLong("cron.seed", 20261121);
    Random random = new Random(seed);
    String[] zones = {
      "Europe/Riga",
      "America/New_York",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "Antarctica/Troll",
      "Europe/Dublin",
      "America/Santiago",
      "Pacific/Apia",
      "America/St_Johns",
      "America/Sao_Paulo",
      "Asia/Kolkata",
      "UTC",
    };
    int lines = Integer.getInteger("cron.lines", 150);
    for (int i = 0; i < lines; i++) {
      ZoneId zone = ZoneId.of(zones[i % zones.length]);
      String line = randomLine(random);
      Instant any = YEAR_1990.plus(random.nextInt(60 * 365), ChronoUnit.DAYS);
      var change = zone.getRules().nextTransition(any);
      Instant near = change == null ? any : change.getInstant();
      Instant from = near.minus(random.nextInt(36 * 60), ChronoUnit.MINUTES);
      Instant to = near.plus(36, ChronoUnit.HOURS);
      assertThat(between(Cron.parse(line, zone), from, to))
          .as("seed %d: %s in %s from %s", seed, line, zone, from)
          .isEqualTo(everyMinute(line, zone, from, to));
    }
  }

  private static String randomLine(Random random) {
    String[] minutes = {"*", "*/7", "30", "0", "15,45", "5-20", "0/20", "59", "1"};
    String[] hours = {"*", "*/2", "0", "1", "2", "3", "1-4", "23", "0-3/2", "22,0"};
    String[] days = {"*", "*", "*/2", "1-15", "L", "LW", "28,30"};
    String[] months = {"*", "*", "1-6", "3,4,9-12"};
    String[] weekdays = {"*", "*", "0-5", "SUN", "6#1,SAT", "0L"};
    return "%s %s %s %s %s"
        .formatted(
            minutes[random.nextInt(minutes.length)],
            hours[random.nextInt(hours.length)],
            days[random.nextInt(days.length)],
            months[random.nextInt(months.length)],
            weekdays[random.nextInt(weekdays.length)]);
  }

  /** The rules once more, as slowly and plainly as possible. */
  private static List<Instant> everyMinute(String line, ZoneId zone, Instant from, Instant to) {
    String[] fields = line.split(" ", -1);
    boolean fixed = !fields[0].startsWith("*") && !fields[1].startsWith("*");
    Cron wall = Cron.parse(line, ZoneId.of("UTC"));
    List<Instant> matches = new ArrayList<>();
    Instant start = from.truncatedTo(ChronoUnit.MINUTES).minus(2, ChronoUnit.DAYS);
    for (Instant at = start; at.isBefore(to); at = at.plusSeconds(60)) {
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      var change = zone.getRules().getTransition(local.minusSeconds(1));
      boolean second =
          zone.getRules().getValidOffsets(local).size() == 2
              && zone.getRules()
                  .getOffset(at)
                  .equals(zone.getRules().getValidOffsets(local).get(1));
      boolean match = matches(wall, local) && !(fixed && second);
      boolean afterGap = change != null && change.isGap() && change.getInstant().equals(at);
      if (afterGap && fixed) {
        for (LocalDateTime t = change.getDateTimeBefore();
            t.isBefore(local);
            t = t.plusMinutes(1)) {
          match |= matches(wall, t);
        }
      }
      if (afterGap && !fixed && skipsMidnight(change.getDateTimeBefore(), local)) {
        match |= matches(wall, change.getDateTimeBefore());
      }
      if (match && at.isAfter(from)) {
        matches.add(at);
      }
    }
    return matches;
  }

  private static boolean skipsMidnight(LocalDateTime before, LocalDateTime after) {
    return before.toLocalTime().equals(LocalTime.MIDNIGHT)
        && before.toLocalDate().equals(after.toLocalDate());
  }

  private static boolean matches(Cron wall, LocalDateTime local) {
    Instant asUtc = local.atZone(ZoneId.of("UTC")).toInstant();
    return wall.nextAfter(asUtc.minusSeconds(60)).equals(asUtc);
  }

  private static List<Instant> between(Cron cron, Instant from, Instant to) {
    List<Instant> runs = new ArrayList<>();
    for (Instant at = cron.nextAfter(from); at.isBefore(to); at = cron.nextAfter(at)) {
      runs.add(at);
    }
    return runs;
  }

  private static List<String> runs(String line, ZoneId zone, String from, int count) {
    List<String> runs = new ArrayList<>();
    Instant at = Instant.parse(from);
    for (int i = 0; i < count; i++) {
      at = Cron.parse(line, zone).nextAfter(at);
      runs.add(at.atZone(zone).toOffsetDateTime().toString());
    }
    return runs;
  }
}
