package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.tls.Pem;
import dev.tocsin.tls.ShownCertificate;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            new HttpPortOptions("127.0.0.1", 0, 10, LONG, LONG, Optional.empty()),
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

  @Test
  void a_crowd_that_says_nothing_takes_no_connection_from_who_asks_now_and_then() throws Exception {
    Vertx vertx = Vertx.vertx();
    List<Socket> crowd = new ArrayList<>();
    try (HttpPort port =
            HttpPort.open(
                vertx,
                1,
                new HttpPortOptions("127.0.0.1", 0, 10, LONG, LONG, Optional.empty()),
                request -> request.response().end("here"),
                () -> {});
        Socket regular = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      assertThat(answer(regular)).endsWith("here");
      for (int i = 0; i < 50; i++) {
        crowd.add(new Socket(InetAddress.getLoopbackAddress(), port.port()));
      }
      await(() -> port.connections() == 10);
      assertThat(answer(regular)).endsWith("here");
      assertThat(answer(crowd.get(49))).as("the last one of them").endsWith("here");
      assertThat(crowd.get(0).getInputStream().read()).as("the first one was closed").isEqualTo(-1);
    } finally {
      for (Socket one : crowd) {
        one.close();
      }
      vertx.close();
    }
  }

  @Test
  void who_is_connected_at_the_stop_gets_one_more_answer_and_word_that_it_was_the_last()
      throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpPort port =
        HttpPort.open(
            vertx,
            2,
            new HttpPortOptions("127.0.0.1", 0, 10, LONG, LONG, Optional.empty()),
            request -> request.response().end("here"),
            () -> {});
    try (Socket asked = new Socket(InetAddress.getLoopbackAddress(), port.port());
        Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      assertThat(answer(asked)).doesNotContainIgnoringCase("connection: close").endsWith("here");
      await(() -> port.connections() == 2);

      CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(port));
      await(() -> answer(asked).toLowerCase(Locale.ROOT).contains("connection: close"));
      assertThat(answer(fresh)).containsIgnoringCase("connection: close").endsWith("here");
      assertThat(asked.getInputStream().read()).isEqualTo(-1);
      assertThat(fresh.getInputStream().read()).isEqualTo(-1);
      closing.get(20, TimeUnit.SECONDS);
    } finally {
      port.close();
      vertx.close();
    }
  }

  @Test
  void another_certificate_is_shown_to_whoever_connects_from_then_on(@TempDir Path dir)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    Pem first = Pem.make(dir, "EC", "first");
    Pem second = Pem.make(dir, "RSA", "second");
    ShownCertificate before = ShownCertificate.read(vertx, "c", first.chain(), first.key());
    ShownCertificate after = ShownCertificate.read(vertx, "c", second.chain(), second.key());
    HttpPortOptions options =
        new HttpPortOptions("127.0.0.1", 0, 10, LONG, LONG, Optional.of(before.options()));
    try (HttpPort port =
        HttpPort.open(vertx, 1, options, request -> request.response().end("here"), () -> {})) {
      try (SSLSocket early = connected(port)) {
        assertThat(subject(early)).isEqualTo("CN=first");
        port.show(after.options());
        await(
            () -> {
              try (SSLSocket late = connected(port)) {
                return subject(late).equals("CN=second") && answer(late).endsWith("here");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
        assertThat(answer(early)).endsWith("here");
      }
      try (SSLSocket old = connected(port)) {
        old.setEnabledProtocols(new String[] {"TLSv1.1"});
        assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
      }
    } finally {
      vertx.close();
    }
  }

  private static SSLSocket connected(HttpPort port) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String subject(SSLSocket socket) throws IOException {
    var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private static void close(HttpPort port) {
    try {
      port.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String answer(Socket client) {
    try {
      client.setSoTimeout(20_000);
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith("here")) {
        int next = client.getInputStream().read();
        assertThat(next).as("closed after: " + text).isNotNegative();
        text.append((char) next);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
