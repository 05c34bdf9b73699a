package dev.tocsin.drills.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.sim.Simulation.Run;
import dev.tocsin.drills.sim.Simulation.Setup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Alerts are true whatever goes wrong: fleets under faults, in virtual time, by seeds.
 *
 * <p>System properties: {@code sim.seed} (the first one), {@code sim.checks} (400), {@code
 * sim.hours} of virtual time (0.75), {@code sim.seeds} (1): so many runs, {@code sim.minutes} of
 * real time: more of them until they are over (0), {@code sim.log=true} prints everything that
 * happens.
 */
@Beside
class SimulationTest {

  /** In so many runs every kind of fault must have happened, or it never does. */
  private static final int ENOUGH = 20;

  /** Small runs that are searched for the harm that a missing protection does. */
  private static final int TRIES = 6;

  private static final Duration SHORT = Duration.ofMinutes(35);

  @Test
  void every_alert_is_true_and_none_is_lost_or_doubled() {
    long first = Long.getLong("sim.seed", 1);
    Duration length = Duration.ofMillis((long) (3_600_000 * property("sim.hours", 0.75)));
    int checks = (int) property("sim.checks", 400);
    long end = System.nanoTime() + (long) (60e9 * property("sim.minutes", 0));
    long seeds = Long.getLong("sim.seeds", 1);
    long seed = first;
    Map<String, Integer> faults = new TreeMap<>();
    do {
      Run run = Simulation.run(Setup.of(seed, checks, length));
      System.out.println("simulation: " + run);
      run.faults().forEach((kind, times) -> faults.merge(kind, times, Integer::sum));
      assertThat(run.score().isClean()).as(run.toString()).isTrue();
      assertThat(run.score().counted("alerts"))
          .as("a run without alerts proves nothing")
          .isPositive();
      seed++;
    } while (seed < first + seeds || System.nanoTime() - end < 0);
    System.out.println("simulation: %d runs, faults %s".formatted(seed - first, faults));
    if (seed - first >= ENOUGH) {
      assertThat(faults).as("a fault that never happened").doesNotContainValue(0);
    }
  }

  @Test
  void a_seed_is_a_run() {
    Setup setup = Setup.of(7, 60, Duration.ofMinutes(15));
    Run once = Simulation.run(setup);
    assertThat(Simulation.run(setup).hash()).as(once.toString()).isEqualTo(once.hash());
  }

  @ParameterizedTest
  @EnumSource(Protection.class)
  void without_a_protection_the_score_goes_bad(Protection protection) {
    for (long seed = protection.firstSeed(); seed < protection.firstSeed() + TRIES; seed++) {
      Setup setup = Setup.of(seed, protection.checks(), SHORT);
      Run run = Simulation.run(setup.without(protection));
      if (run.score().of(protection.harm()) > 0) {
        System.out.println(
            "simulation without %s, seed %d: %s".formatted(protection, seed, run.score()));
        return;
      }
    }
    throw new AssertionError(
        "without %s there were no %s in %d runs".formatted(protection, protection.harm(), TRIES));
  }

  private static double property(String name, double otherwise) {
    return Double.parseDouble(System.getProperty(name, Double.toString(otherwise)));
  }
}
