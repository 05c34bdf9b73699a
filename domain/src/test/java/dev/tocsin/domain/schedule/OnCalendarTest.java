package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnCalendarTest {

  private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "03-28 3:30 | 2028-03-28T00:30:00Z",
        "10-31 3:30 | 2027-10-31T00:30:00Z",
        "*-*-* 12:00 UTC | 2026-12-01T12:00:00Z",
      })
  void skipped_times_are_skipped_and_repeated_ones_come_first(String text, Instant expected) {
    assertThat(OnCalendar.parse(text, RIGA).nextAfter(DECEMBER)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*:*:* | 2026-12-01T00:00:01Z",
        "minutely | 2026-12-01T00:01:00Z",
        "Weekly | 2026-12-07T00:00:00Z",
        "quarterly | 2027-01-01T00:00:00Z",
        "Mon, 12:00 | 2026-12-07T12:00:00Z",
        "mon..fri 9:30 | 2026-12-01T09:30:00Z",
        "Sat-Sun 0:0 | 2026-12-05T00:00:00Z",
        "*-*~1 | 2026-12-31T00:00:00Z",
        "*~7/1 | 2026-12-25T00:00:00Z",
        "Mon *-05~07/1 00:00:00 | 2027-05-31T00:00:00Z",
        "27-02-03 4:5:6 | 2027-02-03T04:05:06Z",
        "*-*-* 0/6:15 | 2026-12-01T00:15:00Z",
        "*-*-* 1..3,20:00 | 2026-12-01T01:00:00Z",
        "2019-01-01 | 3000-01-01T00:00:00Z",
      })
  void expressions_of_systemd(String text, Instant expected) {
    assertThat(OnCalendar.parse(text, UTC).nextAfter(DECEMBER)).isEqualTo(expected);
  }

  @Test
  void the_earliest_of_all_lines_counts() {
    OnCalendar two = OnCalendar.parse("*-*-* 12:00\r\n*-*-* 06:00", UTC);
    assertThat(two.nextAfter(DECEMBER)).isEqualTo("2026-12-01T06:00:00Z");
    assertThat(two.nextAfter(Instant.parse("2026-12-01T06:00:00Z")))
        .isEqualTo("2026-12-01T12:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1999-01-01",
        "02-30",
        "*:*/15",
        "25:00",
        "12:00:00.5",
        "",
        "Mon..",
        "Sun..Mon 12:00",
        "* *-*-*",
        "12:60",
        "*-13-01",
        "*-*~29",
        "2200-01-01",
        "12:00\n\n13:00",
        "12:00 europe/riga",
        "Mon Tue 12:00",
        "*/2-01-01",
        "1/0-01 12:00",
        "noon",
        "12",
        "-:-",
        "*-*-* 5..3:00"
      })
  void nonsense_and_the_impossible_are_refused(String text) {
    assertThatThrownBy(() -> OnCalendar.parse(text, RIGA))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
