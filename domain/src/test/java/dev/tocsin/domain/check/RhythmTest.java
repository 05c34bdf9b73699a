package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RhythmTest {

  @Test
  void it_is_never_longer_than_the_shortest_of_the_last_ten_nor_shorter_than_of_the_last_twenty() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int life = 0; life < 200; life++) {
      Rhythm rhythm = Rhythm.NONE;
      List<Duration> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Duration interval = Duration.ofMillis((long) (Math.pow(random.nextDouble(), 6) * 4e10));
        all.add(interval);
        rhythm = new Rhythm(rhythm.after(interval).bits());
        Duration told = rhythm.shortest().orElseThrow();
        assertThat(told).as("seed %d", seed).isLessThanOrEqualTo(shortest(all, 10));
        assertThat(told.plusMillis(100)).as("seed %d", seed).isGreaterThan(shortest(all, 20));
      }
    }
  }

  @Test
  void nothing_is_known_at_first_and_an_interval_into_the_past_is_none() {
    assertThat(Rhythm.NONE.shortest()).isEmpty();
    assertThat(Rhythm.NONE.after(Duration.ofSeconds(-1))).isEqualTo(Rhythm.NONE);
    assertThat(Rhythm.NONE.after(Duration.ZERO).shortest()).contains(Duration.ZERO);
  }

  @Test
  void what_no_rhythm_can_be_is_refused() {
    for (long bits : new long[] {-1, 1, 1L << 58, 10L << 58 | 1}) {
      assertThatThrownBy(() -> new Rhythm(bits)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Duration shortest(List<Duration> all, int last) {
    return all.stream().skip(Math.max(0, all.size() - last)).min(Duration::compareTo).orElseThrow();
  }
}
