package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final Instant BEGAN = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant NOW = BEGAN.plus(Duration.ofHours(24));

  private static Ping ping(Instant at, PingKind kind) {
    return new Ping(at, kind, null);
  }

  /** Every hour but from 08:00 to 10:00, and a failure at 15:00. */
  private static List<Ping> pings() {
    List<Ping> pings = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      if (hour < 8 || hour > 10) {
        PingKind kind = hour == 15 ? PingKind.FAIL : PingKind.SUCCESS;
        pings.add(ping(hours(hour), kind));
      }
    }
    return pings;
  }

  private static Instant hours(int hours) {
    return BEGAN.plus(Duration.ofHours(hours));
  }

  private static Replay replay(Duration grace, List<Flip> flips, BlindTimes blind) {
    CheckRules rules = new CheckRules(new Period(Duration.ofHours(1)), grace, false);
    return Replay.of(rules, pings(), flips, blind, BEGAN, NOW);
  }

  @Test
  void a_short_grace_time_would_have_raised_an_alarm_where_a_long_one_keeps_still() {
    Replay strict = replay(Duration.ofMinutes(10), List.of(), BlindTimes.NONE);
    assertThat(strict.downs())
        .extracting(Replay.Down::at)
        .containsExactly(hours(8).plus(Duration.ofMinutes(10)), hours(15));
    assertThat(strict.downs().get(0).lasted()).isEqualTo(Duration.ofMinutes(170));
    assertThat(strict.down()).isEqualTo(Duration.ofMinutes(230));
    assertThat(replay(Duration.ofHours(4), List.of(), BlindTimes.NONE).downs())
        .extracting(Replay.Down::reason)
        .containsExactly(Flip.Reason.FAIL);
  }

  @Test
  void what_people_paused_and_what_nobody_heard_is_no_alarm() {
    List<Flip> paused =
        List.of(
            new Flip(hours(8).minusSeconds(60), Status.UP, Status.PAUSED, Flip.Reason.PAUSE),
            new Flip(hours(11).minusSeconds(60), Status.PAUSED, Status.NEW, Flip.Reason.RESUME));
    assertThat(replay(Duration.ofMinutes(10), paused, BlindTimes.NONE).downs())
        .extracting(Replay.Down::at)
        .containsExactly(hours(15));
    BlindTimes blind = BlindTimes.of(List.of(new Interval(hours(7).plusSeconds(60), hours(10))));
    assertThat(replay(Duration.ofMinutes(10), List.of(), blind).downs())
        .as("the run that was due meanwhile is excused")
        .noneMatch(down -> down.at().isBefore(hours(10)));
  }

  @Test
  void silence_up_to_now_is_an_alarm_that_goes_on() {
    CheckRules rules =
        new CheckRules(new Period(Duration.ofMinutes(5)), Duration.ofMinutes(1), false);
    Replay replay =
        Replay.of(
            rules, List.of(ping(BEGAN, PingKind.SUCCESS)), List.of(), BlindTimes.NONE, BEGAN, NOW);
    assertThat(replay.pings()).isEqualTo(1);
    assertThat(replay.downs()).hasSize(1);
    assertThat(replay.downs().get(0).until()).isEqualTo(NOW);
  }

  @Test
  void without_pings_there_is_nothing_to_say() {
    CheckRules rules = new CheckRules(new Period(Duration.ofHours(1)), Duration.ofHours(1), false);
    Replay replay = Replay.of(rules, List.of(), List.of(), BlindTimes.NONE, BEGAN, NOW);
    assertThat(replay.pings()).isZero();
    assertThat(replay.downs()).isEmpty();
  }
}
