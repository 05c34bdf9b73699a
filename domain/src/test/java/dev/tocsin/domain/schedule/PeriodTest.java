package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

  @Test
  void the_next_ping_is_due_one_period_after_the_last() {
    Instant last = Instant.parse("2026-10-25T00:30:00.123456Z");
    assertThat(new Period(Duration.ofHours(1)).nextAfter(last))
        .isEqualTo(Instant.parse("2026-10-25T01:30:00.123456Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "P365DT1S"})
  void a_period_is_positive_and_at_most_a_year(Duration every) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Period(every));
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, Every second",
    "PT1M, Every minute",
    "PT5M, Every 5 minutes",
    "PT1H, Every hour",
    "PT1H5M, Every 1 hour 5 minutes",
    "P1D, Every day",
    "P7D, Every 7 days",
  })
  void a_period_reads_well(Duration every, String words) {
    assertThat(new Period(every).inWords()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, less than a second",
    "PT-5S, less than a second",
    "PT0.9S, less than a second",
    "PT1.9S, 1 second",
    "PT61S, 1 minute 1 second",
    "PT2H5M59S, 2 hours 5 minutes",
    "PT24H0M3S, 1 day",
    "P400DT1H, 400 days 1 hour",
  })
  void a_span_is_told_in_its_two_largest_units(Duration span, String words) {
    assertThat(Words.of(span)).isEqualTo(words);
  }
}
