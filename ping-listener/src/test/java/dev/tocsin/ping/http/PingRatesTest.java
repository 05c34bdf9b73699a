package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Token buckets, with time as an argument. */
class PingRatesTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long START = Long.MAX_VALUE - 30 * SECOND; // nanoTime may turn over

  private static final Target CHECK = new Target.ByCode(new UUID(0, 1));

  private static PingRates rates(int perMinute) {
    return new PingRates(perMinute, 1_000, START);
  }

  private static int takeAll(PingRates rates, Target target, long now) {
    int taken = 0;
    while (rates.take(target, now) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_full_bucket_gives_all_it_holds_and_then_one_for_each_that_grows_back() {
    PingRates rates = rates(6);
    assertThat(takeAll(rates, CHECK, START)).isEqualTo(6);
    assertThat(rates.take(CHECK, START)).isEqualTo(10);
    assertThat(rates.take(CHECK, START + 9 * SECOND)).isEqualTo(1);
    assertThat(rates.take(CHECK, START + 10 * SECOND)).isZero();
    assertThat(rates.take(CHECK, START + 10 * SECOND)).isEqualTo(10);
    assertThat(takeAll(rates, CHECK, START + 35 * SECOND)).isEqualTo(2);
    assertThat(takeAll(rates, CHECK, START + 1_000 * SECOND)).isEqualTo(6);
  }

  @Test
  void a_client_that_waits_as_long_as_it_is_told_is_heard() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int perMinute : new int[] {1, 5, 7, 60, 999, 1_000_000}) {
      PingRates rates = rates(perMinute);
      long now = START;
      for (int i = 0; i < 500; i++) {
        int wait = rates.take(CHECK, now);
        if (wait > 0) {
          now += wait * SECOND;
          assertThat(rates.take(CHECK, now)).as("seed %d, %d a minute", seed, perMinute).isZero();
        }
        now += random.nextInt(1_000_000);
      }
    }
  }

  @Test
  void each_target_has_a_bucket_of_its_own_and_create_makes_no_other() {
    PingRates rates = rates(2);
    assertThat(takeAll(rates, CHECK, START)).isEqualTo(2);
    assertThat(takeAll(rates, new Target.ByCode(new UUID(0, 2)), START)).isEqualTo(2);
    assertThat(takeAll(rates, new Target.BySlug("key", "slug", true), START)).isEqualTo(2);
    assertThat(takeAll(rates, new Target.BySlug("key", "slug", false), START)).isZero();
    assertThat(takeAll(rates, new Target.BySlug("key2", "slug", false), START)).isEqualTo(2);
  }

  @Test
  void forgetting_gives_nobody_a_token_too_many() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PingRates forgetful = rates(6); // a generation lasts a minute
    long now = START;
    long end = START + 600 * SECOND;
    int taken = 0;
    for (; now - end < 0; now += random.nextInt(2_000_000_000)) {
      taken += takeAll(forgetful, CHECK, now);
    }
    assertThat(taken).as("seed %d", seed).isBetween(60, 6 + 60);
  }

  @Test
  void what_is_kept_is_bounded_and_goes_with_time() {
    PingRates rates = rates(6);
    for (int i = 0; i < 100_000; i++) {
      assertThat(rates.take(new Target.ByCode(new UUID(1, i)), START)).isZero();
    }
    assertThat(rates.size()).isLessThanOrEqualTo(1_000);
    for (int minute = 1; minute <= 3; minute++) {
      Target other = new Target.ByCode(new UUID(2, minute));
      assertThat(rates.take(other, START + 61L * minute * SECOND)).isZero();
    }
    assertThat(rates.size()).isLessThanOrEqualTo(2);
  }
}
