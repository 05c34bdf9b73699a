package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Two listeners may hear one check: pings come in another order than they were heard. */
class LatePingTest {

  @Test
  void a_late_fail_is_counted_and_moves_nothing() {
    Life life = Life.that(Status.UP).ping(100, PingKind.SUCCESS, null);
    CheckState was = life.state;
    assertThat(life.ping(50, PingKind.FAIL, null).state).isEqualTo(was.counted());
    assertThat(life.flips).isEmpty();
  }

  @Test
  void a_late_start_opens_no_run_when_its_completion_is_known() {
    Life life = Life.that(Status.UP).ping(100, PingKind.SUCCESS, null);
    assertThat(life.ping(90, PingKind.START, null).state.started()).isFalse();
    assertThat(life.ping(100, PingKind.START, null).state.started()).isFalse();
    assertThat(life.ping(100.000001, PingKind.START, null).state.started()).isTrue();
  }

  @Test
  void a_late_completion_ends_its_own_run_whatever_the_stamps() {
    Life life = Life.that(Status.UP).ping(200, PingKind.START, Life.RUN_A);
    life.ping(190, PingKind.SUCCESS, Life.RUN_A);
    assertThat(life.state.started()).isFalse();
    assertThat(life.state.lastDuration()).isEqualTo(Duration.ZERO);
  }

  @Test
  void a_late_completion_without_a_run_id_leaves_the_later_run_alone() {
    Life life = Life.that(Status.UP).ping(200, PingKind.START, null);
    life.ping(190, PingKind.SUCCESS, null);
    assertThat(life.state.lastStart()).isEqualTo(Life.at(200));
    assertThat(life.state.lastPing()).isEqualTo(Life.at(190));
  }

  @Test
  void a_ping_from_before_a_pause_does_not_wake_the_check() {
    Life life = Life.that(Status.PAUSED);
    assertThat(life.ping(9, PingKind.SUCCESS, null).state.status()).isEqualTo(Status.PAUSED);
    assertThat(life.ping(9, PingKind.START, null).state.started()).isFalse();
    assertThat(life.ping(11, PingKind.SUCCESS, null).state.status()).isEqualTo(Status.UP);
  }

  @Test
  void a_ping_from_before_an_edit_is_not_held_against_the_new_rules() {
    Life life = Life.that(Status.UP).edit(3000, Life.rules(60, 60, false));
    assertThat(life.ping(2900, PingKind.SUCCESS, null).flips).isEmpty();
  }

  @Test
  void a_ping_that_shows_a_missed_deadline_waits_for_what_others_may_have_heard() {
    Life life = Life.that(Status.UP);
    life.heard(Life.at(5000), PingKind.SUCCESS, null, Life.at(3910));
    assertThat(life.flips).isEmpty();
    Instant heardMore = Life.at(3910.000001);
    Life other = Life.that(Status.UP).heard(Life.at(5000), PingKind.SUCCESS, null, heardMore);
    assertThat(other.flips).extracting(Flip::to).containsExactly(Status.DOWN, Status.UP);
  }

  @Test
  void a_down_is_never_dated_before_the_up_that_it_follows() {
    // Run A never ends, and holds the check down; that run B ends well brings it up for a moment.
    Life life = Life.that(Status.UP).ping(100, PingKind.START, Life.RUN_A).look(Life.at(500));
    life.ping(1000, PingKind.SUCCESS, Life.RUN_B).look(Life.at(1001));
    assertThat(life.flips)
        .extracting(Flip::at)
        .containsExactly(Life.at(400), Life.at(1000), Life.at(1000));
    assertThat(life.state.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void a_late_start_replaces_an_older_run_and_is_over_itself() {
    // Heard: start A, start B, success B. The node that heard start B was slow to say so.
    Life life = Life.that(Status.UP).ping(100, PingKind.START, Life.RUN_A);
    life.heard(Life.at(350), PingKind.SUCCESS, Life.RUN_B, Life.at(300));
    assertThat(life.state.lastStart()).isEqualTo(Life.at(100));
    life.ping(320, PingKind.START, Life.RUN_B).look(Life.at(3000));
    assertThat(life.state.started()).isFalse();
    assertThat(life.flips).isEmpty();
  }

  @Test
  void a_late_ping_judges_nothing_before_it_is_applied() {
    Life life = Life.that(Status.UP).ping(100, PingKind.START, Life.RUN_A);
    life.heard(Life.at(450), PingKind.SUCCESS, Life.RUN_B, Life.at(300));
    life.ping(420, PingKind.START, Life.RUN_B).look(Life.at(3000));
    assertThat(life.flips).isEmpty();
  }

  @Test
  void a_down_after_a_completion_waits_for_what_that_may_have_overtaken() {
    Life life = Life.that(Status.UP).ping(100, PingKind.START, Life.RUN_A);
    life.heard(Life.at(450), PingKind.SUCCESS, Life.RUN_B, Life.at(300)).look(Life.at(450));
    assertThat(life.flips).isEmpty();
    assertThat(life.look(Life.at(450.000001)).flips)
        .extracting(Flip::at)
        .containsExactly(Life.at(450));
  }
}
