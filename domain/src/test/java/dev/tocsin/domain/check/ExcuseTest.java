package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What blind time does to one run, case by case. Period 3600 s, grace time 300 s. */
class ExcuseTest {

  @Test
  void without_blind_time_in_the_window_nothing_changes() {
    Life life = life(BlindPolicy.EXCUSE, 2000, 3300).ping(0, PingKind.SUCCESS, null);
    assertThat(life.deadline()).contains(3900.0);
    life.look(Life.at(3901));
    assertThat(downs(life)).containsExactly(3900.0);
  }

  @Test
  void a_short_one_leaves_clients_the_time_to_try_again() {
    Life life = life(BlindPolicy.EXCUSE, 3850, 3910).ping(0, PingKind.SUCCESS, null);
    assertThat(life.deadline()).contains(3970.0);
    life.look(Life.at(3970));
    assertThat(life.state.status()).isEqualTo(Status.UP);
    life.look(Life.at(3970.1));
    assertThat(downs(life)).containsExactly(3970.0);
  }

  @Test
  void a_longer_one_excuses_the_run_which_is_named_unless_it_is_heard() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 3700).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(3901));
    assertThat(credit(life).at()).isEqualTo(Life.at(3700));
    assertThat(life.unverified).isEmpty();
    assertThat(life.nextPing()).contains(7300.0);
    assertThat(life.lookAt()).contains(4000.0);
    life.look(Life.at(4000));
    assertThat(life.unverified).isEmpty();
    life.look(Life.at(4001)).look(Life.at(5000));
    assertThat(life.unverified)
        .containsExactly(new Unverified(Life.at(3600), blind(3500, 3700), Life.at(4000)));
    assertThat(life.state.credit()).isNotNull();
    assertThat(life.flips).hasSize(1);
    life.look(Life.at(7601));
    assertThat(downs(life)).containsExactly(7600.0);
    assertThat(life.state.credit()).isNull();
  }

  @Test
  void a_job_that_reports_with_its_retry_is_simply_heard() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 4500).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(4501)).ping(4800, PingKind.SUCCESS, null).look(Life.at(5000));
    assertThat(life.unverified).isEmpty();
    assertThat(life.state.credit()).isNull();
    assertThat(life.nextPing()).contains(8400.0);
  }

  @Test
  void one_that_reports_later_is_named_first_and_a_fail_is_a_fail_at_any_time() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 4500).ping(0, PingKind.SUCCESS, null);
    life.ping(4801, PingKind.SUCCESS, null);
    assertThat(life.unverified).hasSize(1);
    Life failed = life(BlindPolicy.EXCUSE, 3500, 4500).ping(0, PingKind.SUCCESS, null);
    failed.ping(4600, PingKind.FAIL, null).look(Life.at(9000));
    assertThat(failed.unverified).isEmpty();
    assertThat(failed.state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void no_two_runs_in_a_row_are_excused() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 3700, 7200, 7590).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(20_000));
    assertThat(life.unverified).hasSize(1);
    assertThat(downs(life)).containsExactly(7650.0);
  }

  @Test
  void nothing_is_decided_within_blind_time() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 10_000).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(9_999));
    assertThat(life.state.credit()).isNull();
    life.look(Life.at(10_001));
    assertThat(credit(life).at()).isEqualTo(Life.at(10_000));
    assertThat(life.unverified).isEmpty();
    assertThat(life.lookAt()).contains(10_300.0);
  }

  @Test
  void extend_moves_the_deadline_by_the_overlapped_time() {
    Life life = life(BlindPolicy.EXTEND, 3200, 3400, 3800, 4000).ping(0, PingKind.SUCCESS, null);
    assertThat(life.deadline()).contains(3900.0 + 100 + 200);
    life.look(Life.at(4201));
    assertThat(downs(life)).containsExactly(4200.0);
    assertThat(life.unverified).isEmpty();
  }

  @Test
  void alert_rather_raises_a_false_alarm() {
    Life life = life(BlindPolicy.ALERT, 3500, 3850).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(3901));
    assertThat(downs(life)).containsExactly(3900.0);
  }

  @Test
  void a_run_in_progress_that_is_excused_ends_and_is_named() {
    Life life = life(BlindPolicy.EXCUSE, 1050, 1200).ping(0, PingKind.SUCCESS, null);
    life.ping(1000, PingKind.START, null).look(Life.at(1301));
    assertThat(life.state.started()).isFalse();
    assertThat(life.unverified).isEmpty();
    life.look(Life.at(1501));
    assertThat(life.unverified)
        .containsExactly(new Unverified(Life.at(1300), blind(1050, 1200), Life.at(1500)));
    assertThat(life.nextPing()).contains(1300.0 + 3600);
  }

  @Test
  void a_run_that_began_after_the_blind_time_is_not_excused_with_the_one_before() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 3700).ping(0, PingKind.SUCCESS, null);
    life.ping(3800, PingKind.START, null).look(Life.at(3950));
    assertThat(life.state.credit()).isNotNull();
    assertThat(life.state.started()).isTrue();
    life.look(Life.at(4101));
    assertThat(downs(life)).containsExactly(4100.0);
  }

  @Test
  void a_start_un_names_where_a_start_meets_the_schedule() {
    Life life = new Life(Life.rules(3600, 300, Policies.maxRuntime(7200)));
    life.blind = BlindTimes.of(List.of(blind(3500, 5000)));
    life.ping(0, PingKind.SUCCESS, null).ping(5100, PingKind.START, null).look(Life.at(6000));
    assertThat(life.unverified).isEmpty();
    assertThat(life.state.status()).isEqualTo(Status.UP);
    life.ping(9000, PingKind.SUCCESS, null);
    assertThat(life.state.credit()).isNull();
    assertThat(life.flips).hasSize(1);
  }

  @Test
  void a_job_that_pings_more_often_than_it_has_to_has_a_wider_window() {
    Life life = life(BlindPolicy.EXCUSE, 700, 900);
    life.ping(0, PingKind.SUCCESS, null).ping(600, PingKind.SUCCESS, null);
    life.look(Life.at(4501));
    assertThat(downs(life)).as("before the next one usually comes").containsExactly(4500.0);
    Life usual = life(BlindPolicy.EXCUSE, 1100, 1300);
    usual.ping(0, PingKind.SUCCESS, null).ping(600, PingKind.SUCCESS, null);
    usual.look(Life.at(4501));
    assertThat(downs(usual)).isEmpty();
    assertThat(usual.unverified).hasSize(1);
  }

  @Test
  void the_last_run_of_an_exhausted_schedule_is_named_although_no_deadline_is_left() {
    Instant due = Instant.parse("2026-11-21T03:00:00Z");
    var schedule = Schedules.of("oncalendar", Duration.ZERO, "2026-11-21 03:00", "UTC");
    var life = new Life(new CheckRules(schedule, Duration.ofMinutes(5), false));
    Interval blind = new Interval(due.minusSeconds(120), due.plusSeconds(120));
    life.blind = BlindTimes.of(List.of(blind));
    life.ping(0, PingKind.SUCCESS, null).look(due.plusSeconds(301));
    assertThat(CheckMachine.deadline(life.state, life.rules)).isEmpty();
    assertThat(CheckMachine.lookAt(life.state, life.rules, life.blind))
        .contains(due.plusSeconds(420));
    life.look(due.plusSeconds(421));
    assertThat(life.unverified).containsExactly(new Unverified(due, blind, due.plusSeconds(420)));
    assertThat(CheckMachine.lookAt(life.state, life.rules, life.blind)).isEmpty();
  }

  @Test
  void nobody_is_shown_as_down_for_a_silence_that_is_excused() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 3700).ping(0, PingKind.SUCCESS, null);
    assertThat(life.standing(3905)).isEqualTo(Standing.DOWN);
    assertThat(life.seen(3905)).isEqualTo(Standing.UP);
    Life waits = life(BlindPolicy.EXCUSE, 3850, 3900).ping(0, PingKind.SUCCESS, null);
    assertThat(waits.seen(3905)).isEqualTo(Standing.GRACE);
    assertThat(waits.seen(3960)).isEqualTo(Standing.DOWN);
  }

  @Test
  void a_pause_and_an_alert_settle_what_was_to_be_named() {
    Life life = life(BlindPolicy.EXCUSE, 3500, 3700).ping(0, PingKind.SUCCESS, null);
    life.look(Life.at(3950)).pause(3960).look(Life.at(9000));
    assertThat(life.unverified).isEmpty();
    assertThat(life.state.credit()).isNull();
  }

  private static Life life(BlindPolicy policy, int... sinceUntil) {
    var life = new Life(Life.rules(3600, 300, Policies.blind(policy)));
    List<Interval> blind = new ArrayList<>();
    for (int i = 0; i < sinceUntil.length; i += 2) {
      blind.add(blind(sinceUntil[i], sinceUntil[i + 1]));
    }
    life.blind = BlindTimes.of(blind);
    return life;
  }

  private static Credit credit(Life life) {
    return Objects.requireNonNull(life.state.credit());
  }

  private static Interval blind(int since, int until) {
    return new Interval(Life.at(since), Life.at(until));
  }

  private static List<Double> downs(Life life) {
    return life.flips.stream()
        .filter(flip -> flip.to() == Status.DOWN)
        .map(flip -> Life.seconds(flip.at()))
        .flatMap(Optional::stream)
        .toList();
  }
}
