package dev.tocsin.alerter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProbeTest {

  private final UUID stream = UUID.randomUUID();
  private final FakeNode node = new FakeNode();
  private final NodeProbe probe = new NodeProbe(Duration.ofSeconds(5));

  @AfterEach
  void close() {
    node.close();
  }

  private Answer ask() {
    return probe.ask(node.address(), stream);
  }

  @Test
  void a_process_says_whether_it_reaches_the_database() {
    node.says(stream, "reached");
    assertThat(ask()).isEqualTo(Answer.REACHED);
    node.says(stream, "away");
    assertThat(ask()).isEqualTo(Answer.AWAY);
  }

  @Test
  void a_process_with_another_stream_tells_that_this_one_is_gone() {
    node.says(UUID.randomUUID(), "reached");
    assertThat(ask()).isEqualTo(Answer.GONE);
  }

  @Test
  void a_new_start_that_nobody_knows_of_is_cut_off_like_the_one_before() {
    node.says(UUID.randomUUID(), "away");
    assertThat(ask()).isEqualTo(Answer.AWAY);
  }

  @Test
  void a_refused_connection_tells_that_it_is_gone() {
    node.close();
    assertThat(ask()).isEqualTo(Answer.GONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{\"stream\":7}", "not json", "{\"stream\":\"x\"}"})
  void an_answer_that_is_not_ours_says_nothing(String body) {
    node.says = body;
    assertThat(ask()).isEqualTo(Answer.SILENT);
  }

  @Test
  void only_a_plain_200_counts_and_nobody_is_followed() {
    node.says(UUID.randomUUID(), "reached");
    for (int status : new int[] {204, 302, 404, 500, 503}) {
      node.status = status;
      int before = node.asked.get();
      assertThat(ask()).isEqualTo(Answer.SILENT);
      assertThat(node.asked.get() - before).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":1", "a b:1", "http://x:1", "x:1/y", "127.0.0.1:99999"})
  void an_address_that_is_none_says_nothing(String address) {
    assertThat(probe.ask(address, stream)).isEqualTo(Answer.SILENT);
  }

  @Test
  void a_node_that_hangs_or_never_ends_is_silent_in_time() throws IOException {
    NodeProbe hasty = new NodeProbe(Duration.ofMillis(300));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThat(hasty.ask(address, stream)).isEqualTo(Answer.SILENT);
      CompletableFuture<Void> flood =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.accept().close(); // the one that hung
                  flood(server.accept());
                } catch (IOException e) {
                  // cut off, as it should be
                }
              });
      assertThat(probe.ask(address, stream)).isEqualTo(Answer.SILENT);
      flood.join();
    }
  }

  private static void flood(Socket socket) throws IOException {
    byte[] line = "HTTP/1.1 200 OK\r\nx: y\r\n".getBytes(StandardCharsets.US_ASCII);
    try (socket) {
      while (true) {
        socket.getOutputStream().write(line);
      }
    }
  }
}
