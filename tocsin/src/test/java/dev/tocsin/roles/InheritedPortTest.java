package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.handover.ListeningSockets;
import io.netty.channel.unix.Socket;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A port that somebody else opened, as systemd does. */
class InheritedPortTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @RepeatedTest(20) // the event loops come to the port in any order
  void who_connected_before_the_process_began_is_answered() throws Exception {
    Socket held = Socket.newSocketStream();
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    held.listen(10);
    try (java.net.Socket early = new java.net.Socket()) {
      early.connect(held.localAddress());
      early.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      ListeningSockets sockets = ListeningSockets.of(Map.of());
      sockets.hold(ListeningSockets.HTTP, held.intValue());
      Vertx vertx = Vertx.builder().withTransport(sockets).build();
      sockets.openNext(ListeningSockets.HTTP);
      // With its number, as it is configured: event loops share a port by that.
      int number = held.localAddress().getPort();
      HttpPortOptions options =
          new HttpPortOptions("127.0.0.1", number, 10, LONG, LONG, Optional.empty());
      try (HttpPort port =
              HttpPort.open(
                  vertx, 2, options, request -> request.response().end("here"), () -> {});
          InputStream in = early.getInputStream()) {
        early.setSoTimeout(20_000);
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("here");
        assertThat(port.port()).isEqualTo(number);
      } finally {
        vertx.close().await();
      }
    }
  }

  @Test
  void a_socket_is_taken_only_if_it_is_for_this_process() {
    String us = Long.toString(ProcessHandle.current().pid());
    assertThat(holdsOne(Map.of())).isFalse();
    assertThat(holdsOne(Map.of("LISTEN_PID", "1", "LISTEN_FDS", "1"))).isFalse();
    assertThat(holdsOne(Map.of("LISTEN_PID", us, "LISTEN_FDS", "2"))).isFalse();
    assertThat(holdsOne(Map.of("LISTEN_PID", us, "LISTEN_FDS", "1"))).isTrue();
  }

  private static boolean holdsOne(Map<String, String> environment) {
    return ListeningSockets.of(environment).holds(ListeningSockets.HTTP);
  }
}
