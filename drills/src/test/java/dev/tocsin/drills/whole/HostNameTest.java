package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.status.hosts.NameServer;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar shows a status page under a host name once DNS says whose that is. */
@Beside
class HostNameTest {

  private static final String HOST = "status.acme.example";

  @TempDir Path dir;

  @Test
  void a_page_is_shown_under_a_name_once_its_record_is_there() {
    Path data = dir.resolve("data");
    try (NameServer names = new NameServer();
        TocsinProcess tocsin =
            TocsinProcess.up(
                    data,
                    FreePort.next(),
                    Map.of("TOCSIN_DNS_SERVER", "127.0.0.1:" + names.address().getPort()))
                .awaitReady(Duration.ofSeconds(90))) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "acme");
      JsonNode made =
          api.call(
              "POST",
              "/api/v3/status-pages/",
              "{\"name\": \"Acme\", \"host\": \"%s\"}".formatted(HOST));
      String page = "/api/v3/status-pages/" + made.path("id").asText();
      Await.that(
          "name servers were asked",
          Duration.ofSeconds(60),
          () -> api.get(page).path("host_problem").asText().contains("no TXT record"));
      assertThat(asked(tocsin)).doesNotContain("<h1>Acme</h1>");

      JsonNode record = made.path("host_record");
      names.says(record.path("name").asText(), record.path("value").asText());
      api.call("POST", page + "/host", "");
      Await.that(
          "the page under its name",
          Duration.ofSeconds(60),
          () -> asked(tocsin).contains("<h1>Acme</h1>"));
      assertThat(api.get(page).path("host_proven").asBoolean()).isTrue();
      assertThat(api.get(page).path("url").asText()).contains("//" + HOST + "/");
    }
  }

  /** What is shown under the name. */
  private static String asked(TocsinProcess tocsin) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tocsin.port())) {
      String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(HOST);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
