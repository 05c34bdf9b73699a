package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.FreePort;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, as it is started by people, on a database that is given. */
class ProgramTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dir;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void up_shows_the_way_hears_a_ping_and_ends_with_0_on_sigterm() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    int port = FreePort.next();
    Process up = start("up", database.hosts().get(0), database.database(), port);
    await("ready", () -> status(port, "/readyz") == 200);
    await("the way is shown", () -> printed("up").contains("First ping"));

    Matcher curl = Pattern.compile("curl .*(/ping/\\S+)").matcher(printed("up"));
    assertThat(curl.find()).isTrue();
    assertThat(status(port, curl.group(1))).isEqualTo(200);
    assertThat(printed("up")).contains("/setup/");
    assertThat(status(port, "/healthz")).isEqualTo(200);
    assertThat(body(port, "/metrics")).contains("tocsin_info", "jvm_memory_used_bytes");
    assertThat(new JsonObject(body(port, "/stream")).fieldNames())
        .containsExactly("stream", "database", "heard_through");
    assertThat(status(port, "/no-such-page")).isEqualTo(404);

    Process create = start("project create Nightly --json", database, 0);
    assertThat(create.waitFor(60, TimeUnit.SECONDS)).isTrue();
    JsonObject project = new JsonObject(printed("project"));
    assertThat(project.fieldNames())
        .containsExactlyInAnyOrder("project", "api_key", "api_key_readonly", "ping_key");

    long since = System.nanoTime();
    up.destroy();
    assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).as(printed("up")).isZero();
    assertHeardFromPortToPort(database);
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(12));
  }

  /** A start and a stop are no deafness: the stream is as long as the port was open. */
  private static void assertHeardFromPortToPort(DbConfig database) {
    try (Db db = Db.open(database)) {
      List<String> streams =
          db.query(
              "streams",
              """
              SELECT closed_why || ' ' || (opened_at < heard_through) || ' '
                     || (heard_through <= closed_at) AS v
                FROM streams
              """,
              row -> row.string("v"));
      assertThat(streams).containsExactly("stopped true true");
      List<String> causes =
          db.query("deaf times", "SELECT cause FROM deaf_times", row -> row.string("cause"));
      assertThat(causes).isSubsetOf("suspended", "stalled"); // a busy machine
    }
  }

  @Test
  void with_the_database_away_at_start_pings_are_heard_and_the_rest_follows() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    int databasePort = FreePort.next();
    int port = FreePort.next();
    start("up", "127.0.0.1:" + databasePort, database.database(), port);

    await("a ping is kept", () -> status(port, "/ping/" + UUID.randomUUID()) == 200);
    assertThat(body(port, "/readyz")).contains("database: waiting");
    assertThat(status(port, "/")).isEqualTo(503);

    int target = Integer.parseInt(database.hosts().get(0).replaceAll(".*:", ""));
    try (Forwarder back = new Forwarder(databasePort, target)) {
      await("ready", () -> status(port, "/readyz") == 200);
    }
  }

  @Test
  void a_port_that_is_taken_is_said_and_ends_with_71() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    try (ServerSocket taken = new ServerSocket(0)) {
      Process alerter = start("alerter", database, taken.getLocalPort());
      assertThat(alerter.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(alerter.exitValue()).as(printed("alerter")).isEqualTo(71);
      assertThat(printed("alerter")).contains("is in use").doesNotContain("\tat ");
    }
  }

  @Test
  void each_role_runs_alone() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    Map<String, Integer> ports = new LinkedHashMap<>();
    Map<String, Process> processes = new LinkedHashMap<>();
    for (String role : List.of("ping-listener", "alerter", "dashboard")) {
      ports.put(role, FreePort.next());
      processes.put(role, start(role, database, ports.getOrDefault(role, 0)));
    }
    for (Map.Entry<String, Process> role : processes.entrySet()) {
      int port = ports.getOrDefault(role.getKey(), 0);
      await(role.getKey() + " is ready", () -> status(port, "/readyz") == 200);
      role.getValue().destroy();
      assertThat(role.getValue().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(role.getValue().exitValue()).as(printed(role.getKey())).isZero();
    }
  }

  @Test
  void a_stop_while_starting_is_a_stop() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    for (String role : List.of("ping-listener", "dashboard")) {
      Process process = start(role, database, FreePort.next());
      await(role + " begins", () -> printed(role).contains(", database "));
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed(role)).isZero();
      assertThat(printed(role)).contains("stopped").doesNotContain("should not happen");
    }
  }

  @Test
  void a_role_takes_over_from_the_one_before_which_ends_once_that_is_ready() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    for (String role : List.of("alerter", "dashboard")) {
      int port = FreePort.next();
      Process old = start(role, database, port);
      await("the old " + role, () -> status(port, "/readyz") == 200);

      Process wrong = start(role + " --take-over --set http.drain-wiat=1s", database, port);
      assertThat(wrong.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(wrong.exitValue()).isEqualTo(78);
      assertThat(status(port, "/readyz")).isEqualTo(200);

      Process fresh = start(role + " --take-over", database, port);
      assertThat(old.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(old.exitValue()).as(printed(role)).isZero();
      assertThat(status(port, "/readyz")).as(body(port, "/readyz")).isEqualTo(200);
      assertThat(fresh.isAlive()).isTrue();
      fresh.destroy();
      assertThat(fresh.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(fresh.exitValue()).isZero();
    }
  }

  @Test
  void told_to_stop_it_serves_on_until_a_balancer_knows() throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    int port = FreePort.next();
    Process listener = start("ping-listener --set http.drain-wait=60s", database, port);
    await("ready", () -> status(port, "/readyz") == 200);
    listener.destroy();
    await("not ready", () -> status(port, "/readyz") == 503);
    assertThat(body(port, "/readyz")).isEqualTo("stopping\n");
    assertThat(body(port, "/ping/" + UUID.randomUUID())).isEqualTo("not found");
  }

  private Process start(String command, DbConfig database, int port) throws IOException {
    return start(command, database.hosts().get(0), database.database(), port);
  }

  private Process start(String command, String host, String database, int port) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), "dev.tocsin.cli.Tocsin"));
    List<String> said = List.of(command.split(" ", -1));
    words.addAll(said);
    for (String key : List.of("http.port", "listener.port", "alerter.port", "dashboard.port")) {
      words.addAll(List.of("--set", key + "=" + port));
    }
    words.addAll(List.of("--data-dir", dir.resolve("data-" + said.get(0)).toString()));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_"));
    builder
        .environment()
        .put("DATABASE_URL", "postgres://postgres:postgres@%s/%s".formatted(host, database));
    builder.environment().put("TOCSIN_HTTP_HOST", "127.0.0.1");
    Process process =
        builder.redirectErrorStream(true).redirectOutput(file(said.get(0)).toFile()).start();
    started.add(process);
    return process;
  }

  private Path file(String command) {
    return dir.resolve(command + ".log");
  }

  private String printed(String command) {
    try {
      return Files.readString(file(command));
    } catch (IOException e) {
      return "";
    }
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      boolean dead = started.stream().noneMatch(Process::isAlive);
      if (dead || System.nanoTime() > end) {
        throw new AssertionError(
            "not in time: " + what + "; printed:\n" + started.size() + printed("up"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int status(int port, String path) {
    HttpResponse<String> response = get(port, path);
    return response == null ? 0 : response.statusCode();
  }

  private static String body(int port, String path) {
    HttpResponse<String> response = get(port, path);
    return response == null ? "" : response.body();
  }

  private static @Nullable HttpResponse<String> get(int port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
