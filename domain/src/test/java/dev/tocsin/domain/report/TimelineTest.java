package dev.tocsin.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.report.Timeline.Slice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private static Timeline of(Period period, String from, String until, ZoneId zone, Instant now) {
    return Timeline.of(period, LocalDate.parse(from), LocalDate.parse(until), zone, now);
  }

  private static List<String> labels(Timeline timeline) {
    return timeline.slices().stream().map(Slice::label).toList();
  }

  @Test
  void days_on_which_clocks_change_have_23_or_25_hours() {
    List<Slice> spring = of(Period.DAY, "2026-03-28", "2026-03-30", BERLIN, LATER).slices();
    assertThat(spring)
        .extracting(day -> Duration.between(day.from(), day.to()).toHours())
        .containsExactly(24L, 23L, 24L);
    List<Slice> autumn = of(Period.DAY, "2026-10-25", "2026-10-25", BERLIN, LATER).slices();
    assertThat(Duration.between(autumn.get(0).from(), autumn.get(0).to())).hasHours(25);
  }

  @Test
  void periods_are_whole_but_for_the_last_which_ends_now() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    Timeline months = of(Period.MONTH, "2026-08-17", "2026-12-24", ZoneOffset.UTC, now);
    assertThat(labels(months)).containsExactly("2026-08", "2026-09", "2026-10", "2026-11");
    assertThat(months.from()).isEqualTo("2026-08-01T00:00:00Z");
    assertThat(months.to()).isEqualTo(now);
    assertThat(of(Period.DAY, "2026-11-22", "2026-11-30", ZoneOffset.UTC, now).isEmpty()).isTrue();
  }

  @Test
  void weeks_begin_on_monday_and_belong_to_the_year_of_their_thursday() {
    Timeline weeks = of(Period.WEEK, "2026-12-30", "2027-01-05", ZoneOffset.UTC, LATER);
    assertThat(labels(weeks)).containsExactly("2026-W53", "2027-W01");
    assertThat(weeks.slices().get(0).first()).isEqualTo("2026-12-28");
  }

  @Test
  void a_day_that_a_zone_never_had_is_left_out() {
    Timeline samoa = of(Period.DAY, "2011-12-29", "2011-12-31", ZoneId.of("Pacific/Apia"), LATER);
    assertThat(labels(samoa)).containsExactly("2011-12-29", "2011-12-31");
    assertThat(samoa.slices().get(0).to()).isEqualTo(samoa.slices().get(1).from());
  }

  @Test
  void periods_have_no_gaps_and_every_instant_lies_in_one() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> zones = List.of("UTC", "Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo");
    for (int i = 0; i < 300; i++) {
      Period period = List.of(Period.values()).get(random.nextInt(3));
      LocalDate from = LocalDate.of(2009, 1, 1).plusDays(random.nextInt(5_000));
      LocalDate until = from.plusDays(random.nextInt(200));
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Timeline line = Timeline.of(period, from, until, zone, LATER);
      assertThat(line.from()).isBeforeOrEqualTo(from.atStartOfDay(zone).toInstant());
      assertThat(line.to()).isAfterOrEqualTo(until.plusDays(1).atStartOfDay(zone).toInstant());
      for (int at = 0; at < line.slices().size(); at++) {
        Slice slice = line.slices().get(at);
        assertThat(line.at(slice.from())).as("seed %d", seed).isEqualTo(at);
        assertThat(line.at(slice.to().minusNanos(1))).as("seed %d", seed).isEqualTo(at);
        assertThat(at == 0 || line.slices().get(at - 1).to().equals(slice.from()))
            .as("seed %d", seed)
            .isTrue();
      }
      assertThat(line.at(line.to())).isEqualTo(-1);
    }
  }
}
