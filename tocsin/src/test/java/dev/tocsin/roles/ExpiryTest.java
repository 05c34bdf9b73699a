package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsReader;
import dev.tocsin.store.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends by itself is seen where it is, and announced before. */
class ExpiryTest {

  private static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path dir;

  /** What a server says before TLS. */
  private interface Prelude {
    boolean say(Socket client) throws IOException;
  }

  private Optional<Instant> asked(
      TestCertificate certificate, ServerCertificate.Prelude asks, Prelude says) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket plain = server.accept()) {
                  if (says.say(plain)) {
                    var factory = certificate.context().getSocketFactory();
                    try (SSLSocket tls =
                        (SSLSocket) factory.createSocket(plain, "localhost", 1, true)) {
                      tls.setUseClientMode(false);
                      tls.startHandshake();
                    }
                  }
                } catch (Exception e) {
                  // The client has seen what it wanted.
                }
              });
      Optional<Instant> end =
          ServerCertificate.end("127.0.0.1", server.getLocalPort(), asks, LIMIT);
      served.join();
      return end;
    }
  }

  private static void line(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void readLine(Socket client) throws IOException {
    for (int c = client.getInputStream().read(); c >= 0 && c != '\n'; ) {
      c = client.getInputStream().read();
    }
  }

  @Test
  void a_server_shows_when_its_certificate_ends() throws Exception {
    TestCertificate certificate = TestCertificate.make(dir, 5);
    assertThat(asked(certificate, ServerCertificate.Prelude.NONE, client -> true))
        .contains(certificate.end());
    Prelude postgres =
        client -> {
          assertThat(client.getInputStream().readNBytes(8))
              .containsExactly(0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f);
          client.getOutputStream().write('S');
          return true;
        };
    assertThat(asked(certificate, ServerCertificate.Prelude.POSTGRES, postgres))
        .contains(certificate.end());
    Prelude mail =
        client -> {
          line(client, "220 mail.example.org ESMTP");
          readLine(client);
          line(client, "250-mail.example.org");
          line(client, "250 STARTTLS");
          readLine(client);
          line(client, "220 go on");
          return true;
        };
    assertThat(asked(certificate, ServerCertificate.Prelude.SMTP, mail))
        .contains(certificate.end());
  }

  @Test
  void a_server_without_tls_shows_nothing_and_a_stranger_is_an_error() throws Exception {
    TestCertificate certificate = TestCertificate.make(dir, 5);
    Prelude no =
        client -> {
          client.getInputStream().readNBytes(8);
          client.getOutputStream().write('N');
          return false;
        };
    assertThat(asked(certificate, ServerCertificate.Prelude.POSTGRES, no)).isEmpty();
    assertThatThrownBy(() -> asked(certificate, ServerCertificate.Prelude.SMTP, client -> false))
        .isInstanceOf(IOException.class);
    var config = TestPostgres.freshDatabase();
    assertThat(Expiries.ofServers(database(config.hosts().get(0))))
        .as("a real one without TLS")
        .isEmpty();
  }

  private static DatabaseUrl database(String host) throws SettingsException {
    return new SettingsReader(
            Map.of(), Map.of("DATABASE_URL", "postgres://a@%s/b".formatted(host)), Optional.empty())
        .settings()
        .database()
        .orElseThrow();
  }

  @Test
  void files_that_settings_name_are_read() throws Exception {
    TestCertificate certificate = TestCertificate.make(dir, 20);
    Path ca = certificate.pem(dir.resolve("ca.pem"));
    Path none = Files.writeString(dir.resolve("none.pem"), "nothing of the kind");
    NamedCertificates files =
        NamedCertificates.of(
            new SettingsReader(
                    Map.of("smtp.ca", ca.toString(), "outbound.ca", none.toString()),
                    Map.of(
                        "DATABASE_URL", "postgres://a@b/c?sslmode=verify-full&sslrootcert=" + ca),
                    Optional.empty())
                .settings());
    assertThat(files.ends())
        .containsExactly(
            new Expiry("database.url: sslrootcert: " + ca, certificate.end()),
            new Expiry("smtp.ca: " + ca, certificate.end()));
    assertThat(files.problems()).singleElement().asString().startsWith("outbound.ca: ");
  }

  private static List<String> told(Duration left) {
    MeterRegistry registry = new SimpleMeterRegistry();
    ExpiryWatch watch =
        new ExpiryWatch(() -> List.of(new Expiry("it", NOW.plus(left))), () -> NOW, registry);
    watch.look();
    assertThat(registry.get("tocsin.expiry.seconds").tag("what", "it").gauge().value())
        .isEqualTo((double) left.toSeconds());
    return watch.condition("here").find().stream()
        .map(Finding::key)
        .flatMap(key -> Stream.of("month", "week", "day").filter(key::contains))
        .toList();
  }

  @Test
  void it_is_announced_a_month_a_week_and_a_day_before() {
    assertThat(told(Duration.ofDays(31))).isEmpty();
    assertThat(told(Duration.ofDays(29))).containsExactly("month");
    assertThat(told(Duration.ofDays(6))).containsExactly("month", "week");
    assertThat(told(Duration.ofHours(23))).containsExactly("month", "week", "day");
    assertThat(told(Duration.ofHours(-1))).containsExactly("month", "week", "day");
  }
}
