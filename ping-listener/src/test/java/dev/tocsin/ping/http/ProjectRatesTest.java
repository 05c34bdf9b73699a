package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.apply.Quotas;
import dev.tocsin.ping.apply.TestQuotas;
import dev.tocsin.ping.journal.Target;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What projects may send together, with time as an argument. */
class ProjectRatesTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long START = Long.MAX_VALUE - 30 * SECOND; // nanoTime may turn over
  private static final int FLOOR = 6;

  private static final UUID LOUD = new UUID(0, 1);
  private static final UUID QUIET = new UUID(0, 2);
  private static final UUID NEIGHBOUR = new UUID(0, 3);
  private static final UUID FREE = new UUID(0, 4);

  private final Quotas quotas =
      TestQuotas.of(
          Map.of(LOUD, 1L, QUIET, 1L, NEIGHBOUR, 2L), Map.of("key of 1", 1L), /* perMinute= */ 60);
  private final ProjectRates rates = new ProjectRates(FLOOR, 1_000, START);

  private int take(UUID code, long now) {
    return rates.take(quotas, new Target.ByCode(code), now);
  }

  private int takeAll(UUID code, long now) {
    int taken = 0;
    while (taken < 10_000 && take(code, now) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_project_over_its_rate_hears_each_check_a_few_times_a_minute_all_the_same() {
    assertThat(takeAll(LOUD, START)).isEqualTo(60 + FLOOR);
    assertThat(takeAll(QUIET, START)).as("not one of them was its own").isEqualTo(FLOOR);
    long minute = START + 60 * SECOND;
    takeAll(LOUD, minute);
    assertThat(takeAll(QUIET, minute)).isEqualTo(FLOOR);
  }

  @Test
  void other_projects_and_those_without_a_limit_notice_nothing() {
    takeAll(LOUD, START);
    assertThat(takeAll(NEIGHBOUR, START)).isEqualTo(60 + FLOOR);
    assertThat(takeAll(FREE, START)).isEqualTo(10_000);
  }

  @Test
  void slugs_count_for_the_project_of_their_ping_key() {
    takeAll(LOUD, START);
    Target slug = new Target.BySlug("key of 1", "job", false);
    for (int i = 0; i < FLOOR; i++) {
      assertThat(rates.take(quotas, slug, START)).isZero();
    }
    assertThat(rates.take(quotas, slug, START)).isPositive();
    assertThat(rates.take(quotas, new Target.BySlug("another", "job", false), START)).isZero();
  }

  @Test
  void who_waits_as_long_as_they_are_told_is_heard() {
    takeAll(LOUD, START);
    for (long now = START; now - START < 300 * SECOND; ) {
      int wait = take(LOUD, now);
      assertThat(wait).isBetween(0, 10);
      now += wait * SECOND;
      if (wait > 0) {
        assertThat(take(LOUD, now)).isZero();
      }
    }
  }
}
