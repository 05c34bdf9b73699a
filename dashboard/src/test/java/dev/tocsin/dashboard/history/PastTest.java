package dev.tocsin.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static Instant ago(int hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  private static final Past PAST =
      Past.of(
          List.of(
              new Flip(ago(100), Status.NEW, Status.UP, Flip.Reason.SUCCESS),
              new Flip(ago(40), Status.UP, Status.DOWN, Flip.Reason.TIMEOUT),
              new Flip(ago(30), Status.DOWN, Status.UP, Flip.Reason.SUCCESS),
              new Flip(ago(10), Status.UP, Status.PAUSED, Flip.Reason.PAUSE)),
          ago(120),
          Status.PAUSED,
          NOW);

  @Test
  void uptime_counts_the_time_in_which_anybody_waited_for_it() {
    assertThat(PAST.within(Status.UP, ago(1_000), NOW)).isEqualTo(Duration.ofHours(80));
    assertThat(PAST.within(Status.DOWN, ago(35), NOW)).isEqualTo(Duration.ofHours(5));
    assertThat(PAST.uptime(ago(1_000), NOW)).isBetween(88.8, 88.9);
    assertThat(PAST.uptime(ago(5), NOW)).as("paused all the time").isNegative();
    assertThat(PAST.downs(ago(50), NOW)).isEqualTo(1);
    assertThat(PAST.downs(ago(39), NOW)).as("it went down before").isZero();
  }

  @Test
  void what_nobody_could_hear_was_neither_up_nor_down() {
    Past past = PAST.without(BlindTimes.of(List.of(new Interval(ago(38), ago(20)))));
    assertThat(past.within(Status.DOWN, ago(1_000), NOW)).isEqualTo(Duration.ofHours(2));
    assertThat(past.within(Status.UP, ago(1_000), NOW)).isEqualTo(Duration.ofHours(70));
    assertThat(past.uptime(ago(1_000), NOW)).isBetween(97.2, 97.3);
    assertThat(past.downs(ago(50), NOW)).isEqualTo(1);
  }

  @Test
  void without_flips_it_always_stood_as_now() {
    Past past = Past.of(List.of(), ago(48), Status.UP, NOW);
    assertThat(past.uptime(ago(1_000), NOW)).isEqualTo(100);
  }

  @Test
  void the_calendar_has_half_a_year_of_days_of_the_viewers_zone() {
    Calendar calendar = Calendar.of(PAST, ZoneId.of("Pacific/Auckland"), NOW);
    // Midnight of the 22nd in Auckland is an hour ago: the last week has seven days.
    assertThat(calendar.days()).hasSize(26 * 7);
    Calendar.Day down = calendar.days().get(26 * 7 - 3);
    assertThat(down.look()).isEqualTo("down4");
    assertThat(down.words())
        .startsWith("Fri 20 Nov 2026: down for 10 h")
        .endsWith("went down once");
    assertThat(calendar.days().get(0).look()).isEqualTo("none");
    assertThat(calendar.days().get(26 * 7 - 5).look()).isEqualTo("up");
  }
}
