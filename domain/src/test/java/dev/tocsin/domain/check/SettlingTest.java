package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Seconds of our own clock, seconds of the database's, and the start of its server. */
class SettlingTest {

  private static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant SERVER = T0.minusSeconds(1_000);

  private final Settling settling = new Settling(Duration.ofSeconds(15), Duration.ofSeconds(5));

  private boolean look(double own, double database) {
    return settling.look(nanos(own), T0.plusMillis((long) (database * 1_000)), SERVER);
  }

  /** Looks each second from one to another, both clocks going alike. */
  private void looks(int from, int to) {
    for (int second = from; second <= to; second++) {
      look(second, second);
    }
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void it_takes_its_time_from_the_first_look_on() {
    looks(100, 114);
    assertThat(settling.settled()).isFalse();
    assertThat(settling.worthWaiting(nanos(114))).isTrue();
    looks(115, 115);
    assertThat(settling.settled()).isTrue();
    assertThat(settling.worthWaiting(nanos(115))).isFalse();
  }

  @Test
  void every_gap_begins_anew() {
    looks(0, 20);
    settling.distrust();
    assertThat(look(21, 21)).isTrue();
    assertThat(settling.settled()).isFalse();
    looks(22, 36);
    assertThat(settling.settled()).isTrue();
    assertThat(look(42, 42)).as("a long silence").isFalse();
    assertThat(settling.settled()).isFalse();
  }

  @Test
  void a_round_may_be_long_if_it_was_busy() {
    looks(0, 20);
    settling.seen(nanos(28));
    assertThat(look(30, 30)).isTrue();
    assertThat(settling.settled()).isTrue();
  }

  @Test
  void a_sleep_that_our_own_clock_did_not_notice_is_a_gap() {
    looks(0, 20);
    assertThat(look(21, 60)).isFalse();
    assertThat(settling.settled()).isFalse();
  }

  @Test
  void another_server_is_a_gap() {
    looks(0, 20);
    assertThat(settling.look(nanos(21), T0.plusSeconds(21), T0.plusSeconds(20))).isFalse();
    assertThat(settling.settled()).isFalse();
  }

  @Test
  void gap_upon_gap_it_never_settles_and_is_not_waited_for_for_ever() {
    looks(0, 20);
    for (int gap = 0; gap < 5; gap++) {
      settling.distrust();
      looks(21 + gap * 10, 30 + gap * 10);
      assertThat(settling.settled()).isFalse();
      assertThat(settling.worthWaiting(nanos(30 + gap * 10))).isEqualTo(gap < 3);
    }
    looks(71, 76);
    assertThat(settling.settled()).isTrue();
    settling.distrust();
    looks(77, 77);
    assertThat(settling.worthWaiting(nanos(77))).as("another row of gaps").isTrue();
  }

  @Test
  void whoever_finds_something_missed_waits_for_strangers_and_for_those_who_are_behind() {
    Instant behind = T0.minusSeconds(30);
    look(0, 0);
    assertThat(settling.others(nanos(1), behind, true)).isEqualTo(new Others(behind, Instant.MIN));
    assertThat(settling.others(nanos(1), behind, false)).isEqualTo(new Others(behind, behind));
    assertThat(settling.others(nanos(1), Instant.MAX, false))
        .as("alone")
        .isEqualTo(new Others(Instant.MAX, Instant.MAX));
    looks(1, 15);
    assertThat(settling.others(nanos(15), behind, true)).isEqualTo(new Others(behind, Instant.MAX));
  }

  @Test
  void who_cannot_wait_judges_nothing_where_there_may_be_strangers() {
    Instant behind = T0.minusSeconds(30);
    look(0, 0);
    looks(1, 25);
    settling.distrust();
    looks(26, 30);
    settling.hurry();
    assertThat(settling.others(nanos(30), behind, true))
        .isEqualTo(new Others(Instant.MIN, Instant.MAX));
    assertThat(settling.others(nanos(30), behind, false))
        .isEqualTo(new Others(behind, Instant.MAX));
  }

  @Test
  void no_time_at_all_is_enough_for_who_wants_none() {
    Settling none = new Settling(Duration.ZERO, Duration.ofSeconds(5));
    none.look(nanos(1), T0, SERVER);
    assertThat(none.settled()).isTrue();
    assertThat(none.worthWaiting(nanos(1))).isFalse();
  }
}
