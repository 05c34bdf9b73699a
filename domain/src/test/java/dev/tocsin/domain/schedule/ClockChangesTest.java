package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both changes of clocks in ten zones, for jobs of either kind. */
class ClockChangesTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MOST_OF_A_YEAR = Duration.ofDays(300);

  private static String cron(LocalDateTime at, String hour) {
    return "%d %s %d %d *".formatted(at.getMinute(), hour, at.getDayOfMonth(), at.getMonthValue());
  }

  private static Schedule fixed(LocalDateTime at, ZoneId zone) {
    return Cron.parse(cron(at, Integer.toString(at.getHour())), zone);
  }

  private static Schedule hourly(LocalDateTime at, ZoneId zone) {
    return Cron.parse(cron(at, "*"), zone);
  }

  private static Schedule calendar(LocalDateTime at, ZoneId zone) {
    return OnCalendar.parse(
        "%d-%d %d:%d"
            .formatted(at.getMonthValue(), at.getDayOfMonth(), at.getHour(), at.getMinute()),
        zone);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    // zone, a local time that is skipped, the moment of change
    "Europe/Riga, 2027-03-28T03:30, 2027-03-28T01:00:00Z",
    "Europe/Dublin, 2027-03-28T01:30, 2027-03-28T01:00:00Z", // negative: winter is the exception
    "America/New_York, 2027-03-14T02:30, 2027-03-14T07:00:00Z",
    "America/St_Johns, 2027-03-14T02:15, 2027-03-14T05:30:00Z",
    "America/St_Johns, 2005-04-03T00:30, 2005-04-03T03:31:00Z", // a minute past midnight then
    "America/Santiago, 2027-09-05T00:30, 2027-09-05T04:00:00Z", // midnight is skipped
    "America/Sao_Paulo, 2018-11-04T00:30, 2018-11-04T03:00:00Z", // for the last time
    "Australia/Lord_Howe, 2027-10-03T02:15, 2027-10-02T15:30:00Z", // half an hour
    "Antarctica/Troll, 2027-03-28T02:30, 2027-03-28T01:00:00Z", // two hours
    "Africa/Casablanca, 2027-03-14T02:30, 2027-03-14T02:00:00Z", // after Ramadan
    "Pacific/Apia, 2011-12-30T12:00, 2011-12-30T10:00:00Z", // a whole day
  })
  void a_skipped_time(ZoneId zone, LocalDateTime skipped, Instant change) {
    assertThat(zone.getRules().getValidOffsets(skipped)).isEmpty();
    Instant before = change.minus(DAY);
    List<Instant> runs = fixed(skipped, zone).upcoming(before, 2);
    assertThat(runs.get(0)).as("a fixed time runs at the change").isEqualTo(change);
    assertThat(runs.get(1)).as("and once").isAfter(change.plus(MOST_OF_A_YEAR));
    assertThat(calendar(skipped, zone).nextAfter(before))
        .as("a calendar waits for the next such day")
        .isAfter(change.plus(MOST_OF_A_YEAR));
    assertThat(hourly(skipped, zone).upcoming(before, 30))
        .as("a job of every hour has no run that is skipped")
        .filteredOn(at -> at.isBefore(change.plus(DAY)))
        .allMatch(at -> at.atZone(zone).getMinute() == skipped.getMinute());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    // zone, a local time that comes twice, when first, when again
    "Europe/Riga, 2027-10-31T03:30, 2027-10-31T00:30:00Z, 2027-10-31T01:30:00Z",
    "Europe/Dublin, 2027-10-31T01:30, 2027-10-31T00:30:00Z, 2027-10-31T01:30:00Z",
    "America/New_York, 2027-11-07T01:30, 2027-11-07T05:30:00Z, 2027-11-07T06:30:00Z",
    "America/St_Johns, 2027-11-07T01:15, 2027-11-07T03:45:00Z, 2027-11-07T04:45:00Z",
    "America/Santiago, 2027-04-03T23:30, 2027-04-04T02:30:00Z, 2027-04-04T03:30:00Z",
    "America/Sao_Paulo, 2019-02-16T23:30, 2019-02-17T01:30:00Z, 2019-02-17T02:30:00Z",
    "Australia/Lord_Howe, 2027-04-04T01:45, 2027-04-03T14:45:00Z, 2027-04-03T15:15:00Z",
    "Antarctica/Troll, 2027-10-31T01:30, 2027-10-30T23:30:00Z, 2027-10-31T01:30:00Z",
    "Africa/Casablanca, 2027-02-07T02:30, 2027-02-07T01:30:00Z, 2027-02-07T02:30:00Z",
    "Pacific/Apia, 2012-04-01T03:30, 2012-03-31T13:30:00Z, 2012-03-31T14:30:00Z",
  })
  void a_repeated_time(ZoneId zone, LocalDateTime twice, Instant first, Instant second) {
    assertThat(first.atZone(zone).toLocalDateTime()).isEqualTo(twice);
    assertThat(second.atZone(zone).toLocalDateTime()).isEqualTo(twice);
    Instant before = first.minus(DAY);
    for (Schedule once : List.of(fixed(twice, zone), calendar(twice, zone))) {
      List<Instant> runs = once.upcoming(before, 2);
      assertThat(runs.get(0)).as("%s runs at the first", once).isEqualTo(first);
      assertThat(runs.get(1)).as("%s only", once).isAfter(first.plus(MOST_OF_A_YEAR));
      assertThat(once.nextAfter(second.minusSeconds(1))).as("%s", once).isAfter(second);
    }
    assertThat(hourly(twice, zone).upcoming(before, 60))
        .as("a job of every hour runs in both")
        .contains(first, second);
  }
}
