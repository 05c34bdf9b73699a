package dev.tocsin.drills.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Command.Result;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that use the Management API and the metrics: an npm package that others wrote for the
 * protocol, and Debian's Prometheus.
 */
class ManagementClientsDrill {

  private static final Duration START = Duration.ofSeconds(90);
  private static final String PACKAGE = "healthchecks-io-client@1.0.4";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SETTINGS = Map.of("TOCSIN_LISTENER_ACK_WAIT", "10s");

  @TempDir static Path dir;

  private static TocsinProcess tocsin;

  @BeforeAll
  static void start() {
    tocsin = TocsinProcess.up(data(), FreePort.next(), SETTINGS).awaitReady(START);
  }

  private static Path data() {
    return dir.resolve("data");
  }

  @AfterAll
  static void stop() {
    tocsin.close();
  }

  private static Api project(String name) {
    return Api.createProject(tocsin.site(), data(), SETTINGS, name);
  }

  @Test
  void an_npm_package_for_this_protocol_works_with_another_base_url_and_no_other_change()
      throws IOException {
    Command.need("npm", "npm");
    Path home = Files.createDirectories(dir.resolve("npm"));
    Result installed =
        Command.run(
            "npm", "install", "--no-audit", "--no-fund", "--prefix", home.toString(), PACKAGE);
    assertThat(installed.exit()).as(installed.output()).isZero();
    Path script = home.resolve("npm-client.js");
    try (InputStream in = getClass().getResourceAsStream("npm-client.js")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    Api api = project("npm");
    Result ran =
        Command.run(
            "node", script.toString(), tocsin.site().toString(), api.apiKey(), api.readKey());
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("as its users know it");
  }

  @Test
  void prometheus_reads_a_project_by_header_and_by_path() throws Exception {
    Command.need("prometheus", "prometheus");
    Api api = project("prometheus");
    UUID good = check(api, "{\"name\": \"a \\\"good\\\" one\", \"tags\": \"x y\"}");
    UUID bad = check(api, "{\"name\": \"bad\", \"tags\": \"y\"}");
    assertThat(api.ping(good)).isEqualTo(200);
    assertThat(api.ping(bad, "/fail")).isEqualTo(200);
    int port = FreePort.next();
    Path config = dir.resolve("prometheus.yml");
    Files.writeString(config, config(api));
    Command prometheus =
        Command.start(
            Map.of(),
            List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + dir.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port));
    try {
      Await.that("two readings", START, () -> query(port, "hc_check_up").size() == 4);
      for (String job : List.of("header", "path")) {
        assertThat(values(port, "hc_check_up{job=\"" + job + "\"}", "name"))
            .isEqualTo(Map.of("a \"good\" one", "1", "bad", "0"));
        assertThat(values(port, "hc_tag_up{job=\"" + job + "\"}", "tag"))
            .isEqualTo(Map.of("x", "1", "y", "0"));
        assertThat(values(port, "hc_checks_total{job=\"" + job + "\"}", "job"))
            .isEqualTo(Map.of(job, "2"));
      }
      assertThat(values(port, "up", "job"))
          .isEqualTo(Map.of("header", "1", "path", "1", "write", "0"));
    } finally {
      prometheus.stop();
    }
  }

  /** The third one has a key that may write, and must not be let in. */
  private static String config(Api api) {
    String jobs =
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: header
            metrics_path: /projects/%1$s/metrics/
            authorization: {credentials: %2$s}
            static_configs: [{targets: ["%4$s"]}]
          - job_name: path
            metrics_path: /projects/%1$s/metrics/%2$s
            static_configs: [{targets: ["%4$s"]}]
          - job_name: write
            metrics_path: /projects/%1$s/metrics/
            authorization: {credentials: %3$s}
            static_configs: [{targets: ["%4$s"]}]
        """;
    return jobs.formatted(
        api.projectCode(), api.readKey(), api.apiKey(), tocsin.site().getAuthority());
  }

  private static UUID check(Api api, String json) {
    return UUID.fromString(api.createCheck(json).get("uuid").asText());
  }

  private static Map<String, String> values(int port, String query, String label) {
    Map<String, String> values = new TreeMap<>();
    for (JsonNode sample : query(port, query)) {
      values.put(sample.at("/metric/" + label).asText(), sample.get("value").get(1).asText());
    }
    return values;
  }

  /** What Prometheus knows; nothing while it does not answer. */
  private static JsonNode query(int port, String query) {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body()).at("/data/result");
    } catch (IOException e) {
      return JSON.createArrayNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void promtool_complains_of_nothing_but_the_names_that_the_protocol_gave() throws IOException {
    Command.need("promtool", "prometheus");
    Api api = project("promtool");
    check(api, "{\"name\": \"odd \\\\ \\\" \\n name\", \"tags\": \"x\"}");
    Path text = dir.resolve("metrics.txt");
    Files.writeString(
        text, api.text("/projects/" + api.projectCode() + "/metrics/" + api.readKey()));
    Result linted = Command.run("sh", "-c", "promtool check metrics < " + text);
    assertThat(linted.output().lines())
        .allMatch(line -> line.matches("hc_checks(_down)?_total .*\"_total\" suffix"), "of names");
  }
}
