package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a check may ask for beyond the Pinging API; the tables of the docs show the rest. */
class PolicyTest {

  @Test
  void a_policy_has_bounds() {
    assertThat(Policies.maxRuntime(1).maxRuntime()).contains(Duration.ofSeconds(1));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.maxRuntime(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.minRuntime(365 * 86_400 + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.early(86_401));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.early(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.inRow(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Policies.inRow(1, 101));
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    assertThat(Policies.with(Policies.minRuntime(61), minute, false).contradictsItself()).isTrue();
    assertThat(Policies.with(Policies.minRuntime(60), minute, false).contradictsItself()).isFalse();
  }

  @Test
  void with_a_limit_of_its_own_a_run_is_not_late() {
    Life life = life(Policies.maxRuntime(7200)).ping(0, PingKind.SUCCESS, null);
    assertThat(life.standing(3700)).isEqualTo(Standing.GRACE);
    life.ping(3700, PingKind.START, null);
    assertThat(life.standing(3800)).isEqualTo(Standing.UP);
    assertThat(life.nextPing()).contains(3600.0);
    assertThat(life.standing(10_899.999999)).isEqualTo(Standing.UP);
    assertThat(life.standing(10_900)).isEqualTo(Standing.DOWN);
  }

  @Test
  void a_job_that_starts_again_and_again_and_never_ends_is_found() {
    Life life = life(Policies.maxRuntime(7200)).ping(0, PingKind.SUCCESS, null);
    for (int second = 3600; second < 40_000; second += 3600) {
      life.ping(second, PingKind.START, null);
    }
    assertThat(life.flips).extracting(Flip::at).contains(Life.at(3600 + 300 + 7200));
  }

  @Test
  void a_period_has_no_scheduled_times_to_be_early_for() {
    Life life = life(Policies.early(60)).ping(0, PingKind.SUCCESS, null);
    assertThat(life.deadline()).contains(3900.0);
  }

  @Test
  void a_tolerated_failure_supervises_a_paused_check_without_an_alert() {
    Life life = life(Policies.inRow(2, 1)).ping(0, PingKind.FAIL, null).pause(10);
    life.flips.clear();
    life.ping(20, PingKind.FAIL, null);
    assertThat(life.flips)
        .containsExactly(new Flip(Life.at(20), Status.PAUSED, Status.UP, Flip.Reason.FAIL));
    assertThat(life.flips.get(0).alerts()).isFalse();
    assertThat(life.ping(30, PingKind.FAIL, null).state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void going_down_by_silence_forgets_the_failures_before() {
    Life life = life(Policies.inRow(3, 1));
    life.ping(0, PingKind.FAIL, null).ping(10, PingKind.FAIL, null).look(Life.at(5000));
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
    assertThat(life.state.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void a_run_too_fast_counts_among_the_failures_in_a_row() {
    var policy =
        new Policy(
            Optional.empty(),
            Optional.of(Duration.ofMinutes(1)),
            Duration.ZERO,
            2,
            1,
            false,
            false,
            BlindPolicy.EXCUSE);
    Life life = life(policy).ping(0, PingKind.FAIL, null).ping(10, PingKind.START, null);
    life.ping(12, PingKind.SUCCESS, null);
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
    assertThat(life.flips.get(1).reason()).isEqualTo(Flip.Reason.TOO_FAST);
  }

  @Test
  void one_stuck_run_among_many_is_seen_and_holds_the_check_down() {
    Life life = life(Policies.overlapping()).ping(0, PingKind.SUCCESS, null);
    life.ping(100, PingKind.START, Life.RUN_A);
    for (int second = 110; second < 900; second += 20) {
      life.ping(second, PingKind.START, Life.RUN_B);
      life.ping(second + 10, PingKind.SUCCESS, Life.RUN_B);
    }
    assertThat(life.flips).extracting(Flip::to).containsExactly(Status.UP, Status.DOWN);
    assertThat(life.flips.get(1).at()).isEqualTo(Life.at(400));
    life.ping(1000, PingKind.SUCCESS, Life.RUN_A);
    assertThat(life.state.status()).isEqualTo(Status.UP);
    assertThat(life.state.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void the_late_end_of_the_stuck_run_brings_the_check_up() {
    Life life = life(Policies.overlapping()).ping(0, PingKind.SUCCESS, null);
    life.ping(100, PingKind.START, Life.RUN_A).ping(600, PingKind.SUCCESS, Life.RUN_B);
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
    life.ping(590, PingKind.SUCCESS, Life.RUN_A);
    assertThat(life.state.status()).isEqualTo(Status.UP);
    assertThat(life.state.lastPing()).isEqualTo(Life.at(600));
  }

  @Test
  void a_run_that_may_have_ended_elsewhere_holds_nothing_down() {
    Life life = life(Policies.overlapping()).ping(0, PingKind.FAIL, null);
    life.ping(100, PingKind.START, Life.RUN_A);
    life.heard(Life.at(600), PingKind.SUCCESS, Life.RUN_B, Life.at(390));
    assertThat(life.state.status()).isEqualTo(Status.UP);
  }

  @Test
  void the_latest_of_overlapping_runs_is_told_and_the_oldest_limit_counts() {
    Life life = life(Policies.overlapping()).ping(0, PingKind.SUCCESS, null);
    life.ping(200, PingKind.START, Life.RUN_B).ping(100, PingKind.START, Life.RUN_A);
    assertThat(life.state.lastStartRun()).isEqualTo(Life.RUN_B);
    assertThat(life.deadline()).contains(400.0);
    life.ping(250, PingKind.SUCCESS, Life.RUN_B);
    assertThat(life.state.lastStart()).isEqualTo(Life.at(100));
    assertThat(life.state.lastDuration()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void a_completion_of_nobodys_run_ends_none() {
    Life life = life(Policies.overlapping()).ping(0, PingKind.SUCCESS, null);
    life.ping(100, PingKind.START, Life.RUN_A);
    life.ping(110, PingKind.SUCCESS, null).ping(120, PingKind.FAIL, Life.RUN_B);
    assertThat(life.state.lastStart()).isEqualTo(Life.at(100));
  }

  @Test
  void when_too_many_runs_are_in_progress_the_one_past_its_limit_makes_room() {
    Life life = life(Policies.with(Policies.overlapping(), Optional.empty(), true));
    life.ping(0, PingKind.START, run(0)).ping(0, PingKind.START, run(1));
    life.ping(250, PingKind.LOG, run(0));
    for (int i = 2; i < Runs.MOST; i++) {
      life.ping(250, PingKind.START, run(i));
    }
    life.ping(350, PingKind.START, run(1_000));
    assertThat(Runs.open(life.state))
        .hasSize(Runs.MOST)
        .noneMatch(run -> run.is(run(1)))
        .anyMatch(run -> run.is(run(0)));
  }

  @Test
  void a_log_of_a_run_keeps_that_run_alive_and_moves_nothing_back() {
    Life life = life(Policies.keepAlive()).ping(0, PingKind.SUCCESS, null);
    life.ping(100, PingKind.START, null).ping(300, PingKind.LOG, null);
    assertThat(life.deadline()).contains(600.0);
    life.ping(200, PingKind.LOG, null).ping(90, PingKind.LOG, null);
    assertThat(life.deadline()).contains(600.0);
    life.ping(500, PingKind.SUCCESS, null);
    assertThat(life.state.lastDuration()).isEqualTo(Duration.ofSeconds(400));
    assertThat(life.state.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void a_talking_run_is_bounded_by_its_own_silence_alone() {
    Life life = life(Policies.with(Policies.keepAlive(), Optional.of(Duration.ofHours(1)), true));
    life.ping(0, PingKind.SUCCESS, null).ping(3600, PingKind.START, null);
    for (int second = 4000; second < 40_000; second += 1000) {
      life.ping(second, PingKind.LOG, null);
    }
    assertThat(life.deadline()).contains(39_000.0 + 3600);
  }

  @Test
  void a_pause_ends_all_runs() {
    Life life = life(Policies.overlapping());
    life.ping(1, PingKind.START, Life.RUN_A).ping(2, PingKind.START, Life.RUN_B).pause(3);
    assertThat(Runs.open(life.state)).isEmpty();
    assertThat(life.state.progress()).isEqualTo(Progress.NONE);
  }

  private static Life life(Policy policy) {
    return new Life(Life.rules(3600, 300, policy));
  }

  private static RunId run(int number) {
    return new RunId(new UUID(1, number));
  }
}
