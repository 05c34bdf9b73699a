package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.RawClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a listener ends: what it answered 2xx is in Postgres, each ping once, in order. */
class StopTest {

  @TempDir private Path dir;
  private ListenerFixture it;

  @BeforeEach
  void prepare() throws IOException {
    it = new ListenerFixture(dir);
  }

  @AfterEach
  void stop() throws IOException {
    it.close();
  }

  private long openStreams() {
    return it.one("SELECT count(*) AS v FROM streams WHERE closed_at IS NULL");
  }

  @Test
  void a_stop_under_load_loses_nothing_and_closes_the_stream() throws Exception {
    it.start();
    try (Load load = new Load(it, it.port())) {
      ListenerFixture.await("load", () -> load.accepted() > 500);
      it.stop();
      load.await(); // each client stops at its first answer other than 200
      load.assertAllApplied();
      Reply late = it.get("/ping/" + UUID.randomUUID());
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.header("connection")).isEqualToIgnoringCase("close");
    }
    assertThat(openStreams()).isZero();
  }

  @Test
  void a_stop_without_postgres_is_quick_and_the_next_start_sends_what_is_left() throws Exception {
    it.start();
    UUID code = it.knownCheck("left");
    it.proxy.down();
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
    for (int i = 0; i < 20; i++) {
      assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    }
    long before = System.nanoTime();
    it.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    assertThat(it.bodies(code)).hasSize(1);
    it.proxy.heal();
    it.start();
    ListenerFixture.await("applied by the next one", () -> it.bodies(code).size() == 21);
    ListenerFixture.await("one stream closed", () -> openStreams() == 1);
  }

  @Test
  void a_stop_with_a_silent_postgres_ends_in_time() throws Exception {
    it.start();
    UUID code = it.knownCheck("silent");
    it.proxy.freeze();
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    long before = System.nanoTime();
    it.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
    it.proxy.cut();
    it.proxy.heal();
    it.start();
    ListenerFixture.await("applied by the next one", () -> it.bodies(code).size() == 2);
  }

  @Test
  void draining_brings_a_folder_to_postgres_without_listening() throws Exception {
    it.start();
    UUID code = it.knownCheck("drained");
    it.proxy.down();
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    it.stop();
    it.proxy.heal();
    assertThat(PingListener.drain(it.listenerConfig(), it.vertx, Duration.ofSeconds(20))).isTrue();
    assertThat(it.bodies(code)).hasSize(2);
    assertThat(openStreams()).isZero();
  }

  @Test
  void a_killed_process_loses_nothing_that_it_answered() throws Exception {
    List<Load> loads = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      try (ListenerProcess process = ListenerProcess.start(it, dir)) {
        Load load = new Load(it, process.port());
        loads.add(load);
        int enough = 300 + 200 * round;
        ListenerFixture.await("load", () -> load.accepted() > enough);
        process.kill();
        load.close();
      }
    }
    it.start();
    ListenerFixture.await("streams closed", () -> openStreams() == 1);
    for (Load load : loads) {
      load.assertAllApplied();
    }
  }
}
