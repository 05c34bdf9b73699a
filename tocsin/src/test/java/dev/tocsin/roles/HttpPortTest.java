package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HttpPortTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void one_event_loop_that_stands_still_is_noticed_though_others_turn() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Vertx vertx = Vertx.vertx();
    try (HttpPort port =
        HttpPort.open(
            vertx,
            2,
            new HttpPort.Options("127.0.0.1", 0, 10, LONG, LONG),
            request -> {
              stuck.countDown();
              await(go);
              request.response().end();
            },
            () -> {})) {
      CompletableFuture<?> answer =
          HttpClient.newHttpClient()
              .sendAsync(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port())).build(),
                  BodyHandlers.discarding());
      assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
      await(() -> port.still().toMillis() > 1_500); // turning, it would be a second at most
      assertThat(answer).isNotDone();

      go.countDown();
      answer.get(20, TimeUnit.SECONDS);
      await(() -> port.still().toMillis() < 900);
    } finally {
      go.countDown();
      vertx.close();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
