package dev.tocsin.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When reports go out by mail. */
class MailDayTest {

  private static final ZoneId RIGA = ZoneId.of("Europe/Riga");

  @Test
  void on_monday_and_on_the_first_in_the_morning_of_the_reader() {
    Instant sunday = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(MailDay.next(Period.WEEK, RIGA, sunday)).isEqualTo("2026-11-23T06:00:00Z");
    assertThat(MailDay.next(Period.MONTH, RIGA, sunday)).isEqualTo("2026-12-01T06:00:00Z");
    Instant then = Instant.parse("2026-11-23T06:00:00Z");
    assertThat(MailDay.next(Period.WEEK, RIGA, then)).isEqualTo("2026-11-30T06:00:00Z");
    assertThat(MailDay.next(Period.WEEK, RIGA, then.minusSeconds(1))).isEqualTo(then);
    assertThat(MailDay.lastOver(Period.WEEK, RIGA, then)).isEqualTo(LocalDate.of(2026, 11, 16));
    assertThat(MailDay.lastOver(Period.MONTH, RIGA, then)).isEqualTo(LocalDate.of(2026, 10, 1));
  }

  @Test
  void whatever_the_zone_it_is_the_first_day_of_a_period_that_follows_what_is_over() {
    for (long seed = 1; seed <= 2_000; seed++) {
      var random = new Random(seed);
      ZoneId zone =
          ZoneId.of(
              new String[] {"UTC", "Pacific/Apia", "America/Santiago", "Australia/Lord_Howe"}
                  [random.nextInt(4)]);
      Period period = random.nextBoolean() ? Period.WEEK : Period.MONTH;
      Instant now = Instant.ofEpochSecond(1_300_000_000L + random.nextInt(600_000_000));
      Instant next = MailDay.next(period, zone, now);
      assertThat(next).as("seed %d", seed).isAfter(now);
      LocalDate day = next.atZone(zone).toLocalDate();
      assertThat(period.first(day)).as("seed %d", seed).isEqualTo(day);
      LocalDate over = MailDay.lastOver(period, zone, next);
      assertThat(period.next(over)).as("seed %d", seed).isEqualTo(day);
    }
  }
}
