package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the tables of the Pinging API's state model (sections 8.2 to 8.7). */
class CheckTablesTest {

  // 8.2 Effect of each signal

  @ParameterizedTest
  @CsvSource({
    "NEW, SUCCESS, UP, false",
    "NEW, FAIL, DOWN, true",
    "NEW, START, NEW,",
    "NEW, LOG, NEW,",
    "NEW, IGN, NEW,",
    "UP, SUCCESS, UP,",
    "UP, FAIL, DOWN, true",
    "UP, START, UP,",
    "UP, LOG, UP,",
    "UP, IGN, UP,",
    "DOWN, SUCCESS, UP, true",
    "DOWN, FAIL, DOWN,",
    "DOWN, START, DOWN,",
    "DOWN, LOG, DOWN,",
    "DOWN, IGN, DOWN,",
    "PAUSED, SUCCESS, UP, false",
    "PAUSED, FAIL, DOWN, true",
    "PAUSED, START, PAUSED,",
    "PAUSED, LOG, PAUSED,",
    "PAUSED, IGN, PAUSED,",
  })
  void a_signal_moves_the_status_and_a_change_is_a_flip(
      Status was, PingKind kind, Status next, @Nullable Boolean alerts) {
    Life life = Life.that(was).ping(20, kind, null);
    assertThat(life.state.status()).isEqualTo(next);
    if (alerts == null) {
      assertThat(life.flips).isEmpty();
    } else {
      Flip.Reason reason = kind == PingKind.FAIL ? Flip.Reason.FAIL : Flip.Reason.SUCCESS;
      assertThat(life.flips).containsExactly(new Flip(Life.at(20), was, next, reason));
      assertThat(life.flips.get(0).alerts()).isEqualTo(alerts);
    }
  }

  @ParameterizedTest
  @EnumSource(PingKind.class)
  void only_completions_move_the_last_ping_and_only_starts_begin_a_run(PingKind kind) {
    Life life = Life.that(Status.UP);
    CheckState was = life.state;
    CheckState is = life.ping(20, kind, Life.RUN_A).state;
    assertThat(is.pings()).isEqualTo(was.pings() + 1);
    assertThat(is.lastPing()).isEqualTo(kind.completes() ? Life.at(20) : was.lastPing());
    boolean start = kind == PingKind.START;
    assertThat(is.lastStart()).isEqualTo(start ? Life.at(20) : null);
    assertThat(is.lastStartRun()).isEqualTo(start ? Life.RUN_A : null);
  }

  @Test
  void a_start_leaves_a_paused_check_paused_and_begins_the_run_timer() {
    Life life = Life.that(Status.PAUSED).ping(20, PingKind.START, null);
    assertThat(life.state.status()).isEqualTo(Status.PAUSED);
    assertThat(life.deadline()).contains(320.0);
  }

  @ParameterizedTest
  @EnumSource(PingKind.class)
  void while_paused_until_resumed_by_hand_everything_is_counted_and_ignored(PingKind kind) {
    Life life = Life.that(Status.PAUSED).edit(15, Life.rules(3600, 300, true));
    CheckState was = life.state;
    assertThat(CheckMachine.recordedAs(was, life.rules, kind)).isEqualTo(PingKind.IGN);
    assertThat(life.ping(20, kind, null).state).isEqualTo(was.counted());
    assertThat(life.flips).isEmpty();
  }

  // 8.3 Run pairing and duration

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // rid of the start, signal, rid of the signal, run in progress after, duration in seconds
        "-, SUCCESS, -, false, 10",
        "A, SUCCESS, A, false, 10",
        "-, FAIL, -, false, 10",
        "A, FAIL, A, false, 10",
        "A, FAIL, B, false, -",
        "A, FAIL, -, false, -",
        "-, FAIL, B, false, -",
        "A, SUCCESS, -, false, -",
        "A, SUCCESS, B, true, -",
        "-, SUCCESS, B, true, -",
      })
  void a_completion_ends_the_run_it_belongs_to(
      @Nullable String start,
      PingKind kind,
      @Nullable String rid,
      boolean inProgress,
      @Nullable Long duration) {
    Life life = Life.that(Status.UP).ping(20, PingKind.START, run(start));
    CheckState is = life.ping(30, kind, run(rid)).state;
    assertThat(is.started()).isEqualTo(inProgress);
    assertThat(is.lastStart()).isEqualTo(inProgress ? Life.at(20) : null);
    assertThat(is.lastStartRun()).isEqualTo(run(start));
    assertThat(is.lastDuration()).isEqualTo(duration == null ? null : Duration.ofSeconds(duration));
  }

  @Test
  void a_completion_without_a_run_clears_the_last_duration() {
    Life life = Life.that(Status.UP).ping(20, PingKind.START, null);
    life.ping(30, PingKind.SUCCESS, null);
    assertThat(life.state.lastDuration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(life.ping(40, PingKind.SUCCESS, null).state.lastDuration()).isNull();
  }

  @Test
  void only_the_most_recently_started_run_is_supervised() {
    Life life = Life.that(Status.UP).ping(20, PingKind.START, Life.RUN_A);
    life.ping(30, PingKind.START, Life.RUN_B);
    assertThat(life.nextPing()).contains(30.0);
    assertThat(life.ping(40, PingKind.SUCCESS, Life.RUN_A).state.started()).isTrue();
    assertThat(life.ping(50, PingKind.SUCCESS, Life.RUN_B).state.lastDuration())
        .isEqualTo(Duration.ofSeconds(20));
  }

  // 8.4 next_ping and 8.6 alert_after

  @ParameterizedTest
  @CsvSource({
    // status, start a run at 20, next_ping, alert_after
    "UP, false, 3610, 3910",
    "UP, true, 20, 320",
    "NEW, true, 20, 320",
    "PAUSED, true, 20, 320",
    "NEW, false,,",
    "PAUSED, false,,",
    "DOWN, false,,",
    "DOWN, true,,",
  })
  void the_deadline_is_the_earlier_of_run_and_schedule_plus_grace(
      Status status, boolean run, @Nullable Double next, @Nullable Double deadline) {
    Life life = Life.that(status);
    if (run) {
      life.ping(20, PingKind.START, null);
    }
    assertThat(life.nextPing()).isEqualTo(Optional.ofNullable(next));
    assertThat(life.deadline()).isEqualTo(Optional.ofNullable(deadline));
    assertThat(CheckMachine.expected(life.state, life.rules).isPresent())
        .isEqualTo(status == Status.UP);
  }

  @Test
  void a_run_that_began_after_the_expected_time_does_not_move_the_deadline() {
    Life life = Life.that(Status.UP).ping(3700, PingKind.START, null);
    assertThat(life.nextPing()).contains(3610.0);
    assertThat(life.deadline()).contains(3910.0);
  }

  // 8.5 Computed status: boundaries belong to the later state

  @ParameterizedTest
  @CsvSource({
    "UP, 3609.999999, UP",
    "UP, 3610, GRACE",
    "UP, 3909.999999, GRACE",
    "UP, 3910, DOWN",
    "NEW, 999999, NEW",
    "PAUSED, 999999, PAUSED",
    "DOWN, 20, DOWN",
  })
  void time_alone_makes_an_up_check_late_and_down(Status status, double second, Standing seen) {
    assertThat(Life.that(status).standing(second)).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({"NEW, NEW", "UP, UP", "PAUSED, PAUSED"})
  void a_run_that_takes_too_long_makes_any_check_down(Status status, Standing before) {
    Life life = Life.that(status).ping(20, PingKind.START, null);
    assertThat(life.standing(319.999999)).isEqualTo(before);
    assertThat(life.standing(320)).isEqualTo(Standing.DOWN);
  }

  // 8.6 The alerting loop

  @Test
  void a_missed_deadline_is_dated_at_the_deadline_however_late_the_look() {
    Life life = Life.that(Status.UP).look(Life.at(99_999));
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
    assertThat(life.flips)
        .containsExactly(new Flip(Life.at(3910), Status.UP, Status.DOWN, Flip.Reason.TIMEOUT));
    assertThat(life.flips.get(0).alerts()).isTrue();
    assertThat(life.state.lastPing()).isEqualTo(Life.at(10));
    assertThat(life.look(Life.at(999_999)).flips).hasSize(1);
  }

  @Test
  void nothing_is_missed_while_a_ping_from_before_the_deadline_may_still_be_on_its_way() {
    Life life = Life.that(Status.UP).look(Life.at(3910));
    assertThat(life.flips).isEmpty();
    assertThat(life.look(Life.at(3910.000001)).flips).hasSize(1);
  }

  @Test
  void a_ping_at_the_very_deadline_is_in_time_and_one_a_microsecond_later_is_not() {
    assertThat(Life.that(Status.UP).ping(3910, PingKind.SUCCESS, null).flips).isEmpty();
    assertThat(Life.that(Status.UP).ping(3910.000001, PingKind.SUCCESS, null).flips)
        .containsExactly(
            new Flip(Life.at(3910), Status.UP, Status.DOWN, Flip.Reason.TIMEOUT),
            new Flip(Life.at(3910.000001), Status.DOWN, Status.UP, Flip.Reason.SUCCESS));
  }

  @Test
  void a_check_that_went_down_in_a_run_is_still_started_and_a_late_success_ends_the_run() {
    Life life = Life.that(Status.UP).ping(20, PingKind.START, Life.RUN_A).look(Instant.MAX);
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
    assertThat(life.state.started()).isTrue();
    life.ping(1020, PingKind.SUCCESS, Life.RUN_A);
    assertThat(life.state.status()).isEqualTo(Status.UP);
    assertThat(life.state.lastDuration()).isEqualTo(Duration.ofSeconds(1000));
  }

  @Test
  void pause_keeps_the_last_ping_and_ends_the_run_and_resume_makes_the_check_new() {
    Life life = Life.that(Status.UP).ping(20, PingKind.START, null).pause(30);
    assertThat(life.state.lastPing()).isEqualTo(Life.at(10));
    assertThat(life.state.started()).isFalse();
    assertThat(life.deadline()).isEmpty();
    assertThat(life.pause(40).flips).hasSize(1);
    life.resume(50);
    assertThat(life.state.status()).isEqualTo(Status.NEW);
    assertThat(life.state.lastPing()).isNull();
    assertThat(life.flips).noneMatch(Flip::alerts);
    assertThat(CheckMachine.onResume(life.state, Life.at(60))).isEmpty();
  }

  // 8.7 Worked example

  @ParameterizedTest
  @CsvSource({
    "0, , NEW, NEW, false,,,",
    "10, START, NEW, NEW, true, 10, 310,",
    "60, SUCCESS, UP, UP, false, 3660, 3960, 50",
    "100, LOG, UP, UP, false, 3660, 3960, 50",
    "3650, START, UP, UP, true, 3650, 3950, 50",
    "3700, , UP, GRACE, true, 3650, 3950, 50",
    "3950, , DOWN, DOWN, true,,, 50",
    "4000, SUCCESS, UP, UP, false, 7600, 7900, 350",
    "4100, FAIL, DOWN, DOWN, false,,,",
    "4200, START, DOWN, DOWN, true,,,",
    "4600, SUCCESS, UP, UP, false, 8200, 8500, 400",
  })
  void the_worked_example_holds_line_by_line(
      double second,
      @Nullable PingKind unused,
      Status stored,
      Standing computed,
      boolean started,
      @Nullable Double next,
      @Nullable Double deadline,
      @Nullable Long duration) {
    Life life = WorkedExample.until(second);
    assertThat(life.state.status()).isEqualTo(stored);
    assertThat(life.standing(second)).isEqualTo(computed);
    assertThat(life.state.started()).isEqualTo(started);
    assertThat(life.nextPing()).isEqualTo(Optional.ofNullable(next));
    assertThat(life.deadline()).isEqualTo(Optional.ofNullable(deadline));
    assertThat(life.state.lastDuration())
        .isEqualTo(duration == null ? null : Duration.ofSeconds(duration));
  }

  private static @Nullable RunId run(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return name.equals("A") ? Life.RUN_A : Life.RUN_B;
  }
}
