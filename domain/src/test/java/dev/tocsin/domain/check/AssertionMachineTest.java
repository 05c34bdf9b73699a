package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.domain.assertion.Breach;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.PingText;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a success that breaks an assertion makes of a check. */
class AssertionMachineTest {

  private static final List<PingKind> KINDS = List.of(PingKind.values());

  @Test
  void it_is_like_a_fail_but_for_the_reason() {
    for (long seed = 1; seed <= 1_000; seed++) {
      var random = new Random(seed);
      Policy policy = Policies.inRow(1 + random.nextInt(3), 1 + random.nextInt(3));
      var said = new Told(rules(policy, "rows > 0"));
      var plain = new Told(rules(policy, ""));
      Instant at = Life.at(0);
      for (int i = 0; i < 40; i++) {
        at = at.plusSeconds(random.nextInt(60) == 0 ? 4_000 : random.nextInt(30));
        // A late one moves nothing: so it is with a fail.
        Instant heard = random.nextInt(5) == 0 ? at.minusSeconds(random.nextInt(60)) : at;
        PingKind kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean broken = kind == PingKind.SUCCESS && random.nextBoolean();
        said.hear(new Ping(heard, kind, null, text(broken ? "rows=0" : "rows=1")));
        plain.hear(new Ping(heard, broken ? PingKind.FAIL : kind, null));
        assertThat(said.state).as("seed %d", seed).isEqualTo(plain.state);
        assertThat(said.breaches.isEmpty()).as("seed %d", seed).isEqualTo(!broken);
        assertThat(said.flips.stream().map(AssertionMachineTest::asFail))
            .as("seed %d", seed)
            .isEqualTo(plain.flips);
      }
    }
  }

  @Test
  void it_does_not_matter_how_often_the_alerter_looked_in_between() {
    for (long seed = 1; seed <= 500; seed++) {
      var random = new Random(seed);
      CheckRules rules = rules(Policies.random(random, 5), "rows > 0\nduration < 20s");
      var watched = new Told(rules);
      var alone = new Told(rules);
      Instant at = Life.at(0);
      for (int i = 0; i < 40; i++) {
        at = at.plusSeconds(random.nextInt(40) == 0 ? 4_000 : 1 + random.nextInt(30));
        PingKind kind = KINDS.get(random.nextInt(KINDS.size()));
        var ping = new Ping(at, kind, null, text("rows=" + random.nextInt(2)));
        watched.look(at.minusSeconds(random.nextInt(15)));
        watched.hear(ping);
        alone.hear(ping);
        assertThat(watched.breaches).as("seed %d", seed).isEqualTo(alone.breaches);
      }
      assertThat(watched.state).as("seed %d", seed).isEqualTo(alone.state);
      assertThat(watched.all).as("seed %d", seed).isEqualTo(alone.all);
    }
  }

  @Test
  void a_check_without_assertions_never_asks_what_a_ping_says() {
    assertThat(Life.HOURLY.assertions().readBody()).isFalse();
    assertThat(rules(Policy.NONE, "duration < 5s").assertions().readBody()).isFalse();
    assertThat(rules(Policy.NONE, "rows > 0").assertions().readBody()).isTrue();
  }

  @Test
  void how_long_a_run_took_is_judged_where_its_start_is_known() {
    var life = new Told(rules(Policy.NONE, "duration < 60s"));
    life.hear(new Ping(Life.at(0), PingKind.SUCCESS, null));
    assertThat(life.breaches).isEmpty();
    life.hear(new Ping(Life.at(100), PingKind.START, null));
    life.hear(new Ping(Life.at(170), PingKind.SUCCESS, null));
    assertThat(life.breaches.stream().map(Breach::text))
        .containsExactly("duration < 60s: it took 70 s");
    assertThat(life.flips)
        .containsExactly(new Flip(Life.at(170), Status.UP, Status.DOWN, Flip.Reason.ASSERTION));
  }

  @Test
  void a_ping_that_is_ignored_or_fails_breaks_nothing() {
    CheckRules manual =
        new CheckRules(
            new Period(Duration.ofHours(1)),
            Duration.ofMinutes(5),
            true,
            Policy.NONE,
            Assertions.of("rows > 0"));
    CheckState paused = CheckMachine.onPause(CheckState.CREATED, Life.at(0)).state();
    var ignored = new Ping(Life.at(5), PingKind.SUCCESS, null, text("rows=0"));
    assertThat(
            CheckMachine.onPing(paused, manual, ignored, Instant.MAX, BlindTimes.NONE).breaches())
        .isEmpty();
    var failed = new Ping(Life.at(5), PingKind.FAIL, null, text("rows=0"));
    Outcome outcome =
        CheckMachine.onPing(CheckState.CREATED, manual, failed, Instant.MAX, BlindTimes.NONE);
    assertThat(outcome.breaches()).isEmpty();
    assertThat(outcome.flips().get(0).reason()).isEqualTo(Flip.Reason.FAIL);
  }

  private static CheckRules rules(Policy policy, String assertions) {
    return new CheckRules(
        new Period(Duration.ofHours(1)),
        Duration.ofMinutes(5),
        false,
        policy,
        Assertions.of(assertions));
  }

  private static PingText text(String text) {
    return new PingText(text, false);
  }

  private static Flip asFail(Flip flip) {
    return flip.reason() == Flip.Reason.ASSERTION
        ? new Flip(flip.at(), flip.from(), flip.to(), Flip.Reason.FAIL)
        : flip;
  }

  /** A check, and what its last ping came to. */
  private static final class Told {
    private final CheckRules rules;
    private CheckState state = CheckState.CREATED;
    private List<Flip> flips = List.of();
    private List<Breach> breaches = List.of();
    private final List<Flip> all = new ArrayList<>();

    Told(CheckRules rules) {
      this.rules = rules;
    }

    void hear(Ping ping) {
      Outcome outcome = CheckMachine.onPing(state, rules, ping, Instant.MAX, BlindTimes.NONE);
      breaches = outcome.breaches();
      take(outcome);
    }

    void look(Instant through) {
      take(CheckMachine.onDeadline(state, rules, through, BlindTimes.NONE));
    }

    private void take(Outcome outcome) {
      state = outcome.state();
      flips = outcome.flips();
      all.addAll(flips);
    }
  }
}
