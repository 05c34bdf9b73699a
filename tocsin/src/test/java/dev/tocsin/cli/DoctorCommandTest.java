package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor sees what is wrong, says what to do, and goes on where something does not answer. */
class DoctorCommandTest {

  @TempDir Path dir;

  private Run doctor(String toml, String... more) throws IOException {
    Path file = Files.writeString(dir.resolve("t.toml"), toml);
    List<String> words =
        new ArrayList<>(
            List.of("doctor", "--config", file.toString(), "--data-dir", dir + "/data"));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  private static String database(DbConfig config) {
    return "[database]\nurl = 'postgres://postgres:postgres@%s/%s'\n"
        .formatted(config.hosts().get(0), config.database());
  }

  private static String port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "[http]\nport = %d\n".formatted(socket.getLocalPort());
    }
  }

  @Test
  void where_nothing_runs_it_says_so_and_finds_no_problem() throws IOException {
    Run run = doctor(port());
    assertThat(run.code()).as(run.stdout()).isZero();
    assertThat(run.stdout())
        .contains("warning  data directory: ", "does not exist; a start makes it")
        .contains("nobody listens: up does not run here")
        .contains("warning  database: the one in the data directory does not run")
        .contains("problems: 0, warnings: ");
    assertThat(dir.resolve("data")).doesNotExist();
  }

  @Test
  void what_the_database_knows_is_told_with_what_to_do() throws IOException {
    DbConfig config = TestPostgres.freshDatabase();
    try (Db db = Db.open(config)) {
      db.update(
          "a stream that stopped",
          """
          INSERT INTO streams (id, node, opened_at, heard_through, stalled_why)
          VALUES (gen_random_uuid(), 'ill', now(), now() - interval '10 min', 'cursor moved')
          """);
      db.update(
          "a process with a mistake in its settings",
          """
          INSERT INTO processes (id, node, role, version, git_commit, java, tzdata, settings_print,
                                 secrets_print, shared, settings, started_at, state)
          VALUES (gen_random_uuid(), 'n1', 'alerter', '1.0', '', '17', '2025b', 'a', '', '{}',
                  '[]', now(), '{"not_ready": ["overdue: stuck"], "restart": {"differ": [],
                  "refused": ["http.prot: no such setting"]}}')
          """);
      db.update(
          "a control rod",
          "INSERT INTO control_rods (name, reason, set_by) VALUES ('upkeep', 'why', 'ada')");
      db.update(
          "what is wrong",
          """
          INSERT INTO operator_alerts (key, title, lines, section, acked_by)
          VALUES ('a', 'it burns', '{}', 's', ''), ('b', 'it smokes', '{}', 's', 'ada')
          """);
    }
    Run run = doctor(port() + database(config));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.stdout())
        .containsPattern("ok +database: \\d+ connections are left")
        .containsPattern("problem +streams: that of ill is 10 min behind: it was stopped: cursor")
        .containsPattern("problem +process: alerter on n1 is not ready: overdue: stuck")
        .contains("alerter on n1: a restart would be refused: http.prot: no such setting")
        .contains("warning  control rods: ", "set by ada: why. tocsin rods clear upkeep")
        .containsPattern("problem +operators: since .*: it burns")
        .containsPattern("warning +operators: since .*: it smokes \\(looked after by ada\\)")
        .contains("ok       quarantine: empty", "blind time: none in the last day")
        .doesNotContain(":postgres@");
  }

  @Test
  void with_the_database_away_the_rest_is_looked_at() throws IOException {
    Run run = doctor(port() + "[database]\nurl = 'postgres://app:hunter2@127.0.0.1:1/x'\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.stdout())
        .contains("problem  database: app@127.0.0.1:1/x")
        .contains("running processes, streams, alerts: not looked at")
        .contains("smtp: none is set")
        .doesNotContain("hunter2");
  }

  @Test
  void a_port_is_ours_or_somebody_elses() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String toml = "[http]\nport = %d\n".formatted(server.getAddress().getPort());
    try {
      assertThat(doctor(toml).stdout()).contains("somebody else's: it is not Tocsin that answers");
      server.createContext(
          "/healthz",
          exchange -> {
            byte[] body = "alive\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      assertThat(doctor(toml).stdout()).contains("Tocsin answers, and is ready");
      server.createContext(
          "/readyz",
          exchange -> {
            byte[] body = "alerter: overdue does not get on\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      Run sick = doctor(toml);
      assertThat(sick.code()).isEqualTo(1);
      assertThat(sick.stdout()).contains("not ready: alerter: overdue does not get on");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void with_wrong_settings_it_looks_on_with_those_that_worked() throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    String good = port() + "[site]\nname = 'x'\n";
    Path file = Files.writeString(dir.resolve("t.toml"), good);
    new SettingsHistory(data)
        .keep(
            new SettingsReader(Map.of("data.dir", data.toString()), Map.of(), Optional.of(file))
                .settings(),
            Role.UP,
            "1.0",
            Instant.parse("2026-11-20T01:02:03Z"));
    Run run = doctor(good.replace("name", "nmae"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.stdout())
        .contains("problem  settings: site.nmae (t.toml, line 4): no such setting")
        .contains("tocsin settings rollback brings back those of 2026-11-20T01:02:03Z")
        .contains("up does not run here");
    assertThat(doctor(good.replace("'x'", "'y'")).stdout())
        .contains("others than at the last good start, 2026-11-20T01:02:03Z: site.name");
    Run nothing = doctor("[http]\nprot = 1\n", "--set", "data.dir=" + dir.resolve("other"));
    assertThat(nothing.code()).isEqualTo(1);
  }

  @Test
  void for_programs_it_is_one_object() throws IOException {
    JsonNode json = new ObjectMapper().readTree(doctor(port(), "--json").stdout());
    assertThat(json.path("problems").asInt()).isZero();
    assertThat(json.path("warnings").asInt()).isPositive();
    assertThat(json.path("lines"))
        .allSatisfy(
            line -> assertThat(line.path("mark").asText()).isIn("ok", "warning", "problem"));
  }
}
