package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NextLooksTest {

  private static final Duration POLL = Duration.ofMillis(250);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000); // it may turn over
  private final NextLooks looks = new NextLooks(clock::get);

  @Test
  void without_any_the_poll_is_soon_enough() {
    assertThat(looks.within(POLL)).isEqualTo(POLL);
    looks.in(Duration.ofMillis(400));
    assertThat(looks.within(POLL)).isEqualTo(POLL);
    looks.in(Duration.ofDays(1));
    pass(Duration.ofMinutes(1));
    assertThat(looks.within(POLL)).isEqualTo(POLL);
  }

  @Test
  void the_next_one_is_waited_for_and_then_forgotten() {
    looks.in(Duration.ofMillis(500));
    looks.in(Duration.ofMillis(300));
    pass(Duration.ofMillis(250));
    assertThat(looks.within(POLL)).isEqualTo(Duration.ofMillis(50));
    pass(Duration.ofMillis(50));
    assertThat(looks.within(POLL)).isEqualTo(Duration.ofMillis(200));
    pass(Duration.ofMillis(200));
    assertThat(looks.within(POLL)).isEqualTo(POLL);
  }

  @Test
  void many_that_are_close_are_looked_at_together() {
    for (int i = 1; i <= 9; i++) {
      looks.in(Duration.ofMillis(i));
    }
    assertThat(looks.within(POLL)).isEqualTo(Duration.ofMillis(10));
    pass(Duration.ofMillis(10));
    assertThat(looks.within(POLL)).isEqualTo(POLL);
  }

  @Test
  void what_is_due_already_asks_for_no_pause_of_nothing() {
    looks.in(Duration.ofMillis(-5));
    assertThat(looks.within(POLL)).isEqualTo(POLL);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
