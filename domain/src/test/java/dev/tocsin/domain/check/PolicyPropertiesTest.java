package dev.tocsin.domain.check;

import static dev.tocsin.domain.check.CheckMachinePropertiesTest.STEP;
import static dev.tocsin.domain.check.CheckMachinePropertiesTest.heardThrough;
import static dev.tocsin.domain.check.CheckMachinePropertiesTest.inOrder;
import static dev.tocsin.domain.check.CheckMachinePropertiesTest.maybeSwitch;
import static dev.tocsin.domain.check.CheckMachinePropertiesTest.pings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds whatever a check asks for: random policies, random lives, each told by its seed. */
class PolicyPropertiesTest {

  @Test
  void it_does_not_matter_how_pings_were_batched_or_when_the_alerter_looked() {
    forAll(
        (random, atOnce) -> {
          var watched = new Life(atOnce.rules);
          for (Ping ping : inOrder(pings(random))) {
            for (int looks = random.nextInt(3); looks > 0; looks--) {
              watched.look(ping.at().minusSeconds(random.nextInt(3 * STEP)));
            }
            if (random.nextBoolean()) {
              asIfReadBack(watched); // a batch ended here
            }
            atOnce.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
            watched.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
            assertThat(watched.state).isEqualTo(atOnce.state);
          }
          atOnce.look(Instant.MAX);
          watched.look(Instant.MAX);
          assertThat(watched.state).isEqualTo(atOnce.state);
          assertThat(watched.flips).isEqualTo(atOnce.flips);
        });
  }

  @Test
  void what_was_written_is_what_is_read_in_any_order_of_applying() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            maybeSwitch(random, life, ping.at());
            CheckState is = life.state;
            assertThat(asIfReadBack(life).state).isEqualTo(is);
            boolean down = is.status() == Status.DOWN;
            assertThat(down ? is.progress().failures() : is.progress().successes()).isZero();
            assertThat(is.progress().failures())
                .isLessThan(life.rules.policy().failuresBeforeDown());
          }
        });
  }

  @Test
  void a_check_that_asks_for_nothing_remembers_nothing() {
    CheckMachinePropertiesTest.forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            maybeSwitch(random, life, ping.at());
            assertThat(life.state.progress()).isEqualTo(Progress.NONE);
          }
        });
  }

  @Test
  void every_ping_counts_and_a_flip_is_written_exactly_when_the_status_changes() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            CheckState was = life.state;
            life.flips.clear();
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            assertThat(life.state.pings()).isEqualTo(was.pings() + 1);
            Status status = was.status();
            for (Flip flip : life.flips) {
              assertThat(flip.from()).isEqualTo(status).isNotEqualTo(flip.to());
              status = flip.to();
            }
            assertThat(life.state.status()).isEqualTo(status);
            maybeSwitch(random, life, ping.at());
          }
        });
  }

  @Test
  void a_late_ping_moves_nothing_back_and_never_makes_a_check_go_down() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            CheckState was = life.state;
            life.heard(ping.at(), ping.kind(), ping.run(), Instant.MIN);
            CheckState is = life.state;
            if (was.isLate(ping.at())) {
              assertThat(is.lastPing()).isEqualTo(was.lastPing());
              assertThat(Runs.open(is)).hasSizeLessThanOrEqualTo(Runs.open(was).size());
              boolean stays = is.status() == was.status();
              boolean lastHoldGone = was.status() == Status.DOWN && is.status() == Status.UP;
              assertThat(stays || (lastHoldGone && life.rules.policy().overlapping())).isTrue();
            }
            maybeSwitch(random, life, ping.at());
          }
        });
  }

  @Test
  void what_people_see_is_down_from_the_deadline_on_and_not_before() {
    forAll(
        (random, life) -> {
          for (Ping ping : inOrder(pings(random))) {
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            Optional<Instant> deadline = CheckMachine.deadline(life.state, life.rules);
            if (life.state.status() == Status.DOWN) {
              assertThat(deadline).isEmpty();
              continue;
            }
            Instant probe = Life.at(random.nextInt(2_000));
            boolean past = deadline.isPresent() && !probe.isBefore(deadline.get());
            assertThat(CheckMachine.standing(life.state, life.rules, probe) == Standing.DOWN)
                .isEqualTo(past);
          }
        });
  }

  @Test
  void a_log_never_moves_a_deadline_nearer_and_more_patience_neither() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            Optional<Instant> before = CheckMachine.deadline(life.state, life.rules);
            life.heard(ping.at(), ping.kind(), ping.run(), Instant.MIN);
            Optional<Instant> after = CheckMachine.deadline(life.state, life.rules);
            if (ping.kind() == PingKind.LOG) {
              assertThat(after.isPresent()).isEqualTo(before.isPresent());
              before.ifPresent(at -> assertThat(after.orElseThrow()).isAfterOrEqualTo(at));
            }
            Policy policy = life.rules.policy();
            Optional<Duration> longer = policy.maxRuntime().map(max -> max.plusSeconds(STEP));
            Policy patient = Policies.with(policy, longer, policy.keepAlive());
            CheckRules rules =
                new CheckRules(life.rules.schedule(), life.rules.grace(), false, patient);
            after.ifPresent(
                at ->
                    assertThat(CheckMachine.deadline(life.state, rules).orElseThrow())
                        .isAfterOrEqualTo(at));
          }
        });
  }

  @Test
  void what_is_remembered_stays_bounded_however_many_runs_never_end() {
    forAll(
        (random, life) -> {
          for (int second = 0; second < 150; second++) {
            PingKind kind = random.nextInt(3) == 0 ? PingKind.LOG : PingKind.START;
            RunId run = new RunId(new UUID(Long.MIN_VALUE, -1L - random.nextInt(second + 1)));
            life.ping(second, kind, run);
          }
          List<OpenRun> runs = Runs.open(life.state);
          assertThat(runs).hasSizeLessThanOrEqualTo(Runs.MOST);
          assertThat(runs.stream().map(OpenRun::id).distinct().count()).isEqualTo(runs.size());
          assertThat(life.state.progress().text().orElse("").length())
              .isLessThan(40 + 75 * Runs.MOST);
        });
  }

  /** Writes and reads the progress, as between two batches. */
  private static Life asIfReadBack(Life life) {
    String text = life.state.progress().text().orElse(null);
    life.state = life.state.withProgress(Progress.of(text));
    return life;
  }

  private static void forAll(CheckMachinePropertiesTest.Property property) {
    CheckMachinePropertiesTest.forAll(PolicyPropertiesTest::rules, property);
  }

  private static CheckRules rules(Random random) {
    int period = STEP * (1 + random.nextInt(20));
    int grace = STEP * (1 + random.nextInt(10));
    return Life.rules(period, grace, Policies.random(random, STEP));
  }
}
