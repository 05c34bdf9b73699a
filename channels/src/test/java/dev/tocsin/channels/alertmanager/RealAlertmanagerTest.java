package dev.tocsin.channels.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program itself takes what we send, and forgets it when we say so. Runs where Debian's package
 * {@code prometheus-alertmanager} is installed, or {@code TOCSIN_ALERTMANAGER} names the program.
 */
class RealAlertmanagerTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path dir;

  private int port;

  private static Optional<Path> program() {
    String named = System.getenv("TOCSIN_ALERTMANAGER");
    Stream<Path> onPath =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(
                folder ->
                    Stream.of("prometheus-alertmanager", "alertmanager")
                        .map(name -> Path.of(folder, name)));
    return Stream.concat(Stream.ofNullable(named).map(Path::of), onPath)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Test
  void it_fires_for_a_down_and_ends_with_the_up() throws Exception {
    assumeTrue(program().isPresent(), "no Alertmanager here");
    Process process = start(program().get());
    try (var timeBox = new TimeBox();
        var outbound = new Outbound(OutboundConfig.DEFAULT.withAllowPrivate(true), timeBox)) {
      awaitReady(process);
      var channel =
          new AlertmanagerKind(outbound).open("{\"url\": \"http://127.0.0.1:%d\"}".formatted(port));
      Alert down = now(TestAlerts.of("k", TestAlerts.down("nightly \"backup\"\n")));
      assertThat(channel.deliver(down)).isEqualTo(new Verdict.Delivered("answered 200"));
      JsonNode firing = alerts();
      assertThat(firing).hasSize(1);
      assertThat(firing.path(0).path("labels").path("check").asText())
          .isEqualTo("nightly \"backup\"");
      assertThat(firing.path(0).path("status").path("state").asText()).isEqualTo("active");
      assertThat(Instant.parse(firing.path(0).path("endsAt").asText()))
          .isAfter(Instant.now().plus(Duration.ofDays(6)));

      Alert reminder =
          now(TestAlerts.withNotice("Still down", TestAlerts.down("nightly \"backup\"")));
      assertThat(channel.deliver(reminder)).isInstanceOf(Verdict.Delivered.class);
      assertThat(alerts()).as("the same alert").hasSize(1);

      Alert up = now(TestAlerts.of("k2", TestAlerts.up("nightly \"backup\"")));
      assertThat(channel.deliver(up)).isInstanceOf(Verdict.Delivered.class);
      assertThat(alerts()).as("resolved").isEmpty();
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** As if it happened a moment ago: the program compares with its own clock. */
  private static Alert now(Alert alert) {
    Instant now = Instant.now();
    List<Alert.News> news =
        alert.news().stream()
            .map(
                n ->
                    new Alert.News(
                        n.code(),
                        n.name(),
                        n.slug(),
                        n.tags(),
                        n.description(),
                        n.rules(),
                        n.projectName(),
                        n.status(),
                        now.minusSeconds(n.down() ? 60 : 1),
                        n.reason(),
                        n.downSince().map(since -> now.minusSeconds(60)),
                        n.unheard(),
                        n.pings(),
                        n.took(),
                        n.acknowledge(),
                        n.checkJson()))
            .toList();
    return new Alert(
        alert.key(), alert.notice(), news, false, alert.siteName(), alert.siteUrl(), now);
  }

  private Process start(Path program) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = dir.resolve("alertmanager.yml");
    Files.writeString(config, "route:\n  receiver: none\nreceivers:\n  - name: none\n");
    return new ProcessBuilder(
            program.toString(),
            "--config.file=" + config,
            "--storage.path=" + dir.resolve("data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("log").toFile())
        .start();
  }

  private void awaitReady(Process process) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      try {
        if (get("/-/ready").startsWith("OK")) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new AssertionError(Files.readString(dir.resolve("log")));
  }

  private JsonNode alerts() throws Exception {
    return new ObjectMapper().readTree(get("/api/v2/alerts?active=true&silenced=true"));
  }

  private String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}
