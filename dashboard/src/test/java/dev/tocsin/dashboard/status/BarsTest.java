package dev.tocsin.dashboard.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.dashboard.history.Past;
import dev.tocsin.dashboard.status.view.Bars;
import dev.tocsin.dashboard.status.view.Day;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What 90 days of a check look like, and what is counted as what. */
class BarsTest {

  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final Instant MADE = NOW.minus(Duration.ofDays(10));

  private static Flip down(String at) {
    return new Flip(Instant.parse(at), Status.UP, Status.DOWN, Flip.Reason.TIMEOUT);
  }

  private static Flip up(String at) {
    return new Flip(Instant.parse(at), Status.DOWN, Status.UP, Flip.Reason.SUCCESS);
  }

  private static Bars bars(BlindTimes blind, List<Instant> unverified, Flip... flips) {
    return Bars.of(Past.of(List.of(flips), MADE, Status.UP, NOW), blind, unverified, NOW);
  }

  private static BlindTimes blind(String from, String to) {
    return BlindTimes.of(List.of(new Interval(Instant.parse(from), Instant.parse(to))));
  }

  private static Day day(Bars bars, String date) {
    return bars.days().stream()
        .filter(day -> day.date().toString().equals(date))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_check_that_is_always_up_is_up_since_it_was_made_and_nothing_before() {
    Bars bars = bars(BlindTimes.NONE, List.of());
    assertThat(bars.days()).hasSize(Bars.DAYS);
    assertThat(day(bars, "2026-06-15").look()).isEqualTo(Day.Look.UP);
    assertThat(day(bars, "2026-06-05").look()).isEqualTo(Day.Look.UP);
    assertThat(day(bars, "2026-06-04").look()).isEqualTo(Day.Look.NONE);
    assertThat(bars.percent()).isEqualTo("100.00 %");
    assertThat(bars.troubled()).isEmpty();
  }

  @Test
  void downtime_is_counted_on_the_days_on_which_it_was() {
    Bars bars =
        bars(BlindTimes.NONE, List.of(), down("2026-06-10T23:30:00Z"), up("2026-06-11T03:00:00Z"));
    assertThat(day(bars, "2026-06-10").look()).isEqualTo(Day.Look.PART);
    assertThat(day(bars, "2026-06-11").look()).isEqualTo(Day.Look.DOWN);
    assertThat(Bars.inWords(day(bars, "2026-06-11"))).isEqualTo("11 Jun: down for 3 h");
    assertThat(bars.uptime()).isEqualTo(100 * (240 - 3.5) / 240, within(0.001));
  }

  @Test
  void what_nobody_could_hear_is_neither_up_nor_down() {
    BlindTimes deaf = blind("2026-06-11T00:00:00Z", "2026-06-11T03:00:00Z");
    Bars bars = bars(deaf, List.of(), down("2026-06-11T01:00:00Z"), up("2026-06-11T03:00:00Z"));
    Day day = day(bars, "2026-06-11");
    assertThat(day.down()).isZero();
    assertThat(day.blind()).isEqualTo(Duration.ofHours(3));
    assertThat(day.look()).isEqualTo(Day.Look.UNVERIFIED);
    assertThat(bars.percent()).isEqualTo("100.00 %");
    assertThat(Bars.inWords(day)).isEqualTo("11 Jun: nobody could hear for 3 h");
  }

  @Test
  void a_run_that_nobody_could_hear_marks_its_day_however_short_the_silence() {
    Bars bars =
        bars(
            blind("2026-06-11T01:00:00Z", "2026-06-11T01:00:30Z"),
            List.of(Instant.parse("2026-06-11T01:00:10Z")));
    assertThat(day(bars, "2026-06-11").look()).isEqualTo(Day.Look.UNVERIFIED);
    assertThat(day(bars, "2026-06-12").look()).isEqualTo(Day.Look.UP);
    assertThat(bars.inWords())
        .isEqualTo("Last 90 days: not watched on 79, up on 10, not verified on 1");
  }

  @Test
  void a_whole_percentage_is_said_only_if_it_was() {
    Bars bars =
        bars(BlindTimes.NONE, List.of(), down("2026-06-10T01:00:00Z"), up("2026-06-10T01:00:02Z"));
    assertThat(bars.percent()).isEqualTo("99.99 %");
  }

  @Test
  void every_look_has_a_shape_of_its_own() {
    assertThat(Arrays.stream(Day.Look.values()).map(Bars::shapeOf)).doesNotHaveDuplicates();
  }
}
