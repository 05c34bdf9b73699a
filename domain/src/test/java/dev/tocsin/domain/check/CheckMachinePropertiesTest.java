package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every life of a check; random lives, each told by its seed. */
class CheckMachinePropertiesTest {

  static final int LIVES = 1_000;
  private static final int EVENTS = 40;

  /** Coarse on purpose: events at the same instant, and exactly at deadlines, must be common. */
  static final int STEP = 5;

  @Test
  void every_ping_counts_and_a_flip_is_written_exactly_when_the_status_changes() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            Status was = life.state.status();
            long counted = life.state.pings();
            life.flips.clear();
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            assertThat(life.state.pings()).isEqualTo(counted + 1);
            for (Flip flip : life.flips) {
              assertThat(flip.from()).isEqualTo(was).isNotEqualTo(flip.to());
              was = flip.to();
            }
            assertThat(life.state.status()).isEqualTo(was);
            maybeSwitch(random, life, ping.at());
          }
        });
  }

  @Test
  void it_does_not_matter_when_the_alerter_looks() {
    forAll(
        (random, unwatched) -> {
          var watched = new Life(unwatched.rules);
          List<Ping> pings = inOrder(pings(random));
          for (Ping ping : pings) {
            for (int looks = random.nextInt(3); looks > 0; looks--) {
              // Everything before this ping is heard, and perhaps some silence before it.
              watched.look(ping.at().minusSeconds(random.nextInt(3 * STEP)));
            }
            unwatched.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
            watched.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
          }
          unwatched.look(Instant.MAX);
          watched.look(Instant.MAX);
          assertThat(watched.state).isEqualTo(unwatched.state);
          assertThat(watched.flips).isEqualTo(unwatched.flips);
        });
  }

  @Test
  void a_late_ping_moves_neither_status_nor_last_ping_nor_last_start_back() {
    forAll(
        (random, life) -> {
          for (Ping ping : pings(random)) {
            CheckState was = life.state;
            life.heard(ping.at(), ping.kind(), ping.run(), Instant.MIN);
            CheckState is = life.state;
            boolean resumed = was.lastPing() == null;
            assertThat(resumed || !Objects.requireNonNull(is.lastPing()).isBefore(was.lastPing()))
                .isTrue();
            boolean startStays =
                was.lastStart() == null
                    || is.lastStart() == null
                    || !is.lastStart().isBefore(was.lastStart());
            assertThat(startStays).isTrue();
            if (isBefore(ping.at(), was.lastPing()) || isBefore(ping.at(), was.switchedAt())) {
              assertThat(is.status()).isEqualTo(was.status());
              assertThat(is.lastPing()).isEqualTo(was.lastPing());
              assertThat(is.lastStart()).isIn(was.lastStart(), null);
            }
            maybeSwitch(random, life, ping.at());
          }
        });
  }

  @Test
  void whatever_the_order_of_applying_the_latest_completion_decides() {
    forAll(
        (random, shuffled) -> {
          List<Ping> pings = distinctInstants(pings(random));
          var ordered = new Life(shuffled.rules);
          inOrder(pings).forEach(p -> ordered.heard(p.at(), p.kind(), p.run(), Instant.MIN));
          Collections.shuffle(pings, random);
          pings.forEach(p -> shuffled.heard(p.at(), p.kind(), p.run(), Instant.MIN));
          assertThat(shuffled.state.status()).isEqualTo(ordered.state.status());
          assertThat(shuffled.state.lastPing()).isEqualTo(ordered.state.lastPing());
          assertThat(shuffled.state.pings()).isEqualTo(ordered.state.pings());
        });
  }

  @Test
  void what_people_see_is_down_from_the_deadline_on_and_not_before() {
    forAll(
        (random, life) -> {
          for (Ping ping : inOrder(pings(random))) {
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            maybeSwitch(random, life, ping.at());
            Optional<Instant> deadline = CheckMachine.deadline(life.state, life.rules);
            if (life.state.status() == Status.DOWN) {
              assertThat(deadline).isEmpty();
              continue;
            }
            Instant probe = Life.at(random.nextInt(2_000));
            boolean past = deadline.isPresent() && !probe.isBefore(deadline.get());
            assertThat(CheckMachine.standing(life.state, life.rules, probe) == Standing.DOWN)
                .isEqualTo(past);
            deadline.ifPresent(
                at -> {
                  assertThat(CheckMachine.standing(life.state, life.rules, at))
                      .isEqualTo(Standing.DOWN);
                  assertThat(CheckMachine.standing(life.state, life.rules, at.minusNanos(1_000)))
                      .isNotEqualTo(Standing.DOWN);
                });
          }
        });
  }

  @Test
  void a_pause_ends_the_run_and_silence_is_no_alarm_any_more() {
    forAll(
        (random, life) -> {
          for (Ping ping : inOrder(pings(random))) {
            life.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
            Outcome paused = CheckMachine.onPause(life.state, ping.at());
            if (life.state.status() != Status.PAUSED) {
              assertThat(paused.state().started()).isFalse();
              assertThat(CheckMachine.deadline(paused.state(), life.rules)).isEmpty();
            }
          }
        });
  }

  @Test
  void the_alerter_never_wakes_after_a_deadline_and_is_not_moved_without_need() {
    forAll(
        (random, life) -> {
          Optional<Instant> wake = Optional.empty();
          for (Ping ping : inOrder(pings(random))) {
            life.heard(ping.at(), ping.kind(), ping.run(), heardThrough(random));
            Optional<Instant> deadline = CheckMachine.deadline(life.state, life.rules);
            Optional<Instant> before = wake;
            wake = CheckMachine.wakeAt(wake, deadline, ping.at(), life.rules.grace());
            if (deadline.isPresent()) {
              assertThat(wake.orElseThrow()).isBeforeOrEqualTo(deadline.get());
              boolean earlyEnough = before.isPresent() && !before.get().isAfter(deadline.get());
              assertThat(earlyEnough && !wake.equals(before)).isFalse();
              Duration early = Duration.between(wake.orElseThrow(), deadline.get());
              assertThat(earlyEnough || early.compareTo(life.rules.grace()) <= 0).isTrue();
            } else {
              assertThat(wake).isEqualTo(before);
            }
            if (wake.isPresent() && random.nextInt(4) == 0) {
              wake = Optional.empty(); // the alerter looked and found nothing to wait for
            }
          }
        });
  }

  interface Property {
    void check(Random random, Life life);
  }

  static void forAll(Property property) {
    forAll(CheckMachinePropertiesTest::rules, property);
  }

  static void forAll(Function<Random, CheckRules> rules, Property property) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + LIVES; seed++) {
      var random = new Random(seed);
      try {
        property.check(random, new Life(rules.apply(random)));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static CheckRules rules(Random random) {
    int period = STEP * (1 + random.nextInt(20));
    int grace = STEP * (1 + random.nextInt(10));
    return Life.rules(period, grace, random.nextInt(4) == 0);
  }

  /** In any order: mostly forward, sometimes from another stream that lags. */
  static List<Ping> pings(Random random) {
    List<Ping> pings = new ArrayList<>();
    int second = 0;
    for (int i = 0; i < EVENTS; i++) {
      second = Math.max(0, second + STEP * (random.nextInt(12) - 2));
      pings.add(new Ping(Life.at(second), kind(random), run(random)));
    }
    return pings;
  }

  static List<Ping> inOrder(List<Ping> pings) {
    return pings.stream().sorted(Comparator.comparing(Ping::at)).toList();
  }

  private static List<Ping> distinctInstants(List<Ping> pings) {
    List<Ping> distinct = new ArrayList<>();
    for (Ping ping : pings) {
      if (distinct.stream().noneMatch(other -> other.at().equals(ping.at()))) {
        distinct.add(ping);
      }
    }
    return distinct;
  }

  private static PingKind kind(Random random) {
    PingKind[] kinds = PingKind.values();
    return kinds[random.nextInt(kinds.length)];
  }

  private static @Nullable RunId run(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> Life.RUN_A;
      default -> Life.RUN_B;
    };
  }

  static Instant heardThrough(Random random) {
    return random.nextBoolean() ? Instant.MAX : Life.at(random.nextInt(1_000));
  }

  /** Sometimes a person pauses, resumes or edits, at or after the ping. */
  static void maybeSwitch(Random random, Life life, Instant at) {
    double second = Life.seconds(at).orElseThrow() + STEP * random.nextInt(2);
    switch (random.nextInt(12)) {
      case 0 -> life.pause(second);
      case 1 -> {
        if (life.state.status() == Status.PAUSED) {
          life.resume(second);
        }
      }
      case 2 -> life.edit(second, rules(random));
      default -> {}
    }
  }

  private static boolean isBefore(Instant at, @Nullable Instant mark) {
    return mark != null && at.isBefore(mark);
  }
}
