package dev.tocsin.alerter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

  @Test
  void whatever_a_round_fails_with_the_next_one_comes() throws InterruptedException {
    AtomicInteger rounds = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    Loop loop =
        new Loop(
            "brittle",
            () -> Duration.ofMillis(1),
            Duration.ofMinutes(1),
            () -> {
              third.countDown();
              switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("a bug");
                case 2 -> throw new StackOverflowError("a bug of another kind");
                default -> {
                  return false;
                }
              }
            },
            new DatabaseLog(),
            AlerterMetrics.NONE);
    loop.start();
    assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.notReady()).isEmpty();
    loop.stop();
    loop.awaitEnd(Duration.ofSeconds(10));
  }
}
