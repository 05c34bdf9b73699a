package dev.tocsin.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.store.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process takes another's ports: both are this one here. */
class HandoverTest {

  @TempDir Path dir;
  private Path file;
  private final ListeningSockets old = ListeningSockets.of(Map.of());
  private final ListeningSockets fresh = ListeningSockets.of(Map.of());
  private final Vertx oldVertx = Vertx.builder().withTransport(old).build();
  private final Vertx freshVertx = Vertx.builder().withTransport(fresh).build();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private HandoverDoor door;
  private int port;

  @BeforeEach
  void open() throws Exception {
    file = dir.resolve("handover/up.socket");
    port = listen(oldVertx, old, FreePort.next(), "old");
    door = HandoverDoor.open(file, old, stopped::countDown).orElseThrow();
  }

  @AfterEach
  void close() {
    door.close();
    oldVertx.close().await();
    freshVertx.close().await();
  }

  private static int listen(Vertx vertx, ListeningSockets sockets, int port, String who) {
    sockets.openNext(ListeningSockets.HTTP);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(who))
            .listen(port, "127.0.0.1")
            .await();
    return server.actualPort();
  }

  @Test
  void the_port_goes_over_while_it_is_open() throws Exception {
    try (Predecessor before = Predecessor.at(file).orElseThrow()) {
      assertThat(before.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(before.has(ListeningSockets.HTTP)).isTrue();
      assertThat(before.has(ListeningSockets.MAIL)).isFalse();
      int socket = before.socket(ListeningSockets.HTTP);
      assertThat(Predecessor.address(socket).getPort()).isEqualTo(port);
      fresh.hold(ListeningSockets.HTTP, socket);
      old.stopAccepting(ListeningSockets.HTTP);

      // Nobody accepts, and nobody is refused.
      try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), port)) {
        listen(freshVertx, fresh, port, "fresh");
        assertThat(answer(waiting)).endsWith("fresh");
      }
      assertThat(before.stop()).isTrue();
      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.exists(file)).isFalse();

      try (HandoverDoor next = HandoverDoor.open(file, fresh, () -> {}).orElseThrow()) {
        door.close(); // the old one does not take the file of the next with it
        try (Predecessor again = Predecessor.at(file).orElseThrow()) {
          assertThat(again.has(ListeningSockets.HTTP)).isTrue();
        }
      }
    }
  }

  @Test
  void one_at_a_time_and_who_goes_without_a_word_changes_nothing() throws Exception {
    try (Predecessor first = Predecessor.at(file).orElseThrow()) {
      assertThat(first.has(ListeningSockets.HTTP)).isTrue();
      assertThatThrownBy(() -> Predecessor.at(file)).hasMessageContaining("taking over");
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Optional<Predecessor> second = Optional.empty();
    while (second.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      try {
        second = Predecessor.at(file);
      } catch (IOException e) {
        Thread.onSpinWait(); // the first one's end has not been noticed yet
      }
    }
    second.get().close();
    assertThat(stopped.getCount()).isOne();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(answer(client)).endsWith("old");
    }
  }

  @Test
  void a_door_that_is_open_is_left_alone_and_one_that_was_left_behind_is_not() throws Exception {
    assertThat(HandoverDoor.open(file, fresh, () -> {})).isEmpty();
    door.close();
    assertThat(Predecessor.at(file)).isEmpty();
    Files.createFile(file);
    assertThat(Predecessor.at(file)).isEmpty();
    try (HandoverDoor next = HandoverDoor.open(file, fresh, () -> {}).orElseThrow()) {
      assertThat(Predecessor.answersAt(file)).isTrue();
      assertThat(next).isNotNull();
    }
  }

  @Test
  void nobody_else_may_knock() throws Exception {
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .allMatch(right -> right.name().startsWith("OWNER"));
  }

  private static String answer(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    try (InputStream in = client.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
