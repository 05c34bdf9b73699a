package dev.tocsin.drills.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Command.Result;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code curl} as in our own README, and Debian's {@code borgmatic} with its Healthchecks hook. */
class RealClientsDrill {

  private static final Duration START = Duration.ofSeconds(60);
  private static final int PER_MINUTE = 60;
  private static final Map<String, String> SETTINGS =
      Map.of("TOCSIN_LIMITS_PINGS_PER_MINUTE", "" + PER_MINUTE);

  @TempDir static Path dir;

  private static int port;
  private static TocsinProcess tocsin;
  private static Api api;

  private UUID check;

  @BeforeAll
  static void start() {
    port = FreePort.next();
    tocsin = up();
    api = Api.createProject(tocsin.site(), data(), SETTINGS, "clients");
  }

  private static Path data() {
    return dir.resolve("data");
  }

  private static TocsinProcess up() {
    return TocsinProcess.up(data(), port, SETTINGS).awaitReady(START);
  }

  @AfterAll
  static void stop() {
    tocsin.close();
  }

  @BeforeEach
  void aCheck() {
    check = UUID.fromString(api.createCheck("{}").get("uuid").asText());
  }

  private String url() {
    return tocsin.site() + "/ping/" + check;
  }

  private static Result curl(String... arguments) {
    Command.need("curl", "curl");
    List<String> command = new ArrayList<>(List.of("curl", "-fsS", "-m", "10"));
    command.addAll(List.of(arguments));
    return Command.start(Map.of(), command).await();
  }

  /** One member of each entry of the log, oldest first. */
  private List<String> log(String member) {
    List<String> values = new ArrayList<>();
    JsonNode pings = api.get("/api/v3/checks/" + check + "/pings/").get("pings");
    pings.forEach(ping -> values.add(ping.get(member).asText()));
    Collections.reverse(values);
    return values;
  }

  private String body(int n) {
    try (Db db = Database.embedded(data())) {
      return db.first(
              "a body",
              "SELECT body FROM pings JOIN checks ON id = check_id WHERE code = ? AND n = ?",
              row -> new String(row.bytes("body"), StandardCharsets.UTF_8),
              check,
              n)
          .orElseThrow();
    }
  }

  @Test
  void curl_pings_in_all_the_ways_that_people_use() throws IOException {
    Path log = dir.resolve("log.txt");
    Files.writeString(log, "a line of the log\n".repeat(200_000)); // 3.6 MB: asks before it sends
    assertThat(curl(url())).isEqualTo(new Result(0, "OK"));
    assertThat(curl("--retry", "5", "-o", "/dev/null", url() + "/start").exit()).isZero();
    assertThat(curl("--data-raw", "it said so", url() + "/log").exit()).isZero();
    assertThat(curl("--data-binary", "@" + log, url() + "/0").exit()).isZero();
    assertThat(curl("-T", log.toString(), url() + "/3").exit()).isZero();
    assertThat(curl("-H", "Transfer-Encoding: chunked", "-d", "in chunks", url()).exit()).isZero();
    assertThat(curl("-I", url()).output()).contains("200 OK", "Ping-Body-Limit: 10000");
    assertThat(curl("-X", "DELETE", url() + "/fail").exit()).isZero();
    assertThat(log("type"))
        .containsExactly(
            "success", "start", "log", "success", "fail", "success", "success", "fail");
    assertThat(log("method"))
        .containsExactly("GET", "GET", "POST", "POST", "PUT", "POST", "HEAD", "DELETE");
    assertThat(body(3)).isEqualTo("it said so");
    assertThat(body(4)).hasSize(10_000).startsWith("a line of the log\na line");
    assertThat(body(5)).isEqualTo(body(4));
    assertThat(body(6)).isEqualTo("in chunks");
    assertThat(curl(tocsin.site() + "/ping/" + UUID.randomUUID()).exit()).as("a 404").isEqualTo(22);
  }

  @Test
  void curl_retries_until_the_restarted_server_has_heard_it() {
    tocsin.kill();
    Command.need("curl", "curl");
    Command retrying =
        Command.start(
            Map.of(),
            List.of(
                "curl",
                "-fsS",
                "--retry",
                "60",
                "--retry-delay",
                "1",
                "--retry-connrefused",
                url()));
    tocsin = up();
    Result result = retrying.await();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(log("type")).containsExactly("success");
  }

  @Test
  void curl_comes_again_when_a_limit_says_so() {
    assertThat(curl(url()).exit()).isZero(); // from here on it is known, and counted
    long began = System.nanoTime();
    Result result =
        curl(
            "--retry", "3", "-m", "60", "--parallel-max", "1", url() + "?n=[1-" + PER_MINUTE + "]");
    assertThat(result.exit()).as(result.output()).isZero();
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    int extra = 3;
    result = curl("--retry", "3", "-m", "60", url() + "?n=[1-" + (extra + (int) seconds) + "]");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("429");
    assertThat(api.get("/api/v3/checks/" + check).get("n_pings").asInt())
        .isEqualTo(1 + PER_MINUTE + extra + (int) seconds);
  }

  @Test
  void borgmatic_reports_a_backup_that_works_and_one_that_does_not() throws IOException {
    Command.need("borgmatic", "borgmatic");
    Path source = Files.createDirectories(dir.resolve("precious"));
    Files.writeString(source.resolve("file"), "content");
    Result made = borgmatic(source, "true", "init", "--encryption", "none");
    assertThat(made.exit()).as(made.output()).isZero();
    Result works = borgmatic(source, "true", "create", "--stats");
    assertThat(works.exit()).as(works.output()).isZero();
    Await.that("two pings", START, () -> log("type").size() >= 2);
    assertThat(log("type")).containsExactly("start", "success");
    assertThat(log("method")).containsOnly("POST");
    assertThat(log("ua").get(0)).startsWith("python-requests/");
    assertThat(body(2)).contains("Archive name:");
    assertThat(api.get("/api/v3/checks/" + check).has("last_duration")).isTrue();

    String broken = "echo the disk is gone; exit 3";
    assertThat(borgmatic(source, broken, "create").exit()).isNotZero();
    assertThat(log("type")).containsExactly("start", "success", "start", "fail");
    assertThat(body(4)).contains("the disk is gone");
    assertThat(api.get("/api/v3/checks/" + check).get("status").asText()).isEqualTo("down");
  }

  /**
   * @param before a shell command that it runs first; if that fails, so does the backup
   */
  private Result borgmatic(Path source, String before, String... arguments) throws IOException {
    Path config = dir.resolve("borgmatic.yaml");
    Files.writeString(
        config,
        """
        location:
            source_directories: [%s]
            repositories: [%s]
        hooks:
            before_backup: ["%s"]
            healthchecks:
                ping_url: %s
                ping_body_limit: 10000
        """
            .formatted(source, dir.resolve("repository"), before, url()));
    List<String> command =
        new ArrayList<>(List.of("borgmatic", "--config", config.toString(), "--no-color"));
    command.addAll(List.of("--verbosity", "1", "--log-file", dir + "/borgmatic.log"));
    command.addAll(List.of(arguments));
    Map<String, String> own =
        Map.of("HOME", dir.toString(), "BORG_BASE_DIR", dir.toString(), "NO_PROXY", "127.0.0.1");
    return Command.start(own, command).await();
  }
}
