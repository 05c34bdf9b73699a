package dev.tocsin.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationStepTest {

  private static final long SEED = 7;

  private final Random random = new Random(SEED);

  private List<Duration> runs(int count, double seconds, double spread) {
    List<Duration> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double took = seconds * Math.exp(spread * random.nextGaussian());
      runs.add(Duration.ofMillis((long) (1_000 * took)));
    }
    return runs;
  }

  @Test
  void a_step_is_found_near_where_it_is() {
    for (int i = 0; i < 200; i++) {
      int before = 13 + random.nextInt(80);
      double factor = i % 2 == 0 ? 2 : 0.5;
      List<Duration> runs = runs(before, 60, 0.15);
      runs.addAll(runs(13 + random.nextInt(80), 60 * factor, 0.15));
      DurationStep step = DurationStep.in(runs).orElseThrow();
      assertThat(step.at()).as("seed %d, %d", SEED, i).isBetween(before - 2, before + 2);
      assertThat(step.times()).isBetween(factor * 0.8, factor * 1.25);
    }
  }

  @Test
  void noise_is_no_step_however_wide() {
    for (int i = 0; i < 200; i++) {
      double spread = 0.02 + random.nextDouble();
      assertThat(DurationStep.in(runs(16 + random.nextInt(180), 60, spread)))
          .as("seed %d, spread %f", SEED, spread)
          .isEmpty();
    }
  }

  @Test
  void odd_runs_and_steps_of_milliseconds_are_none() {
    List<Duration> odd = runs(30, 60, 0.1);
    odd.addAll(runs(5, 600, 0.1));
    assertThat(DurationStep.in(odd)).isEmpty();
    List<Duration> quick = runs(30, 0.1, 0.1);
    quick.addAll(runs(30, 0.4, 0.1));
    assertThat(DurationStep.in(quick)).isEmpty();
    assertThat(DurationStep.in(List.of())).isEmpty();
    assertThat(DurationStep.in(runs(15, 60, 0.1))).isEmpty();
  }
}
