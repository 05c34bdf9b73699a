package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings to come are tried on real servers, and what is wrong with them is said. */
class CheckConfigAgainstTest {

  @TempDir Path dir;
  private Path now;

  @BeforeEach
  void settingsInUse() throws IOException {
    now = Files.writeString(dir.resolve("now.toml"), "[http]\nport = 8000\n");
  }

  @Test
  void it_says_what_changes_and_what_answers() throws IOException {
    DbConfig config = TestPostgres.freshDatabase();
    Run run = against("[http]\nport = 9000\n" + database(url(config, "postgres", "postgres")));

    assertThat(run.code()).isZero();
    assertThat(run.stdout())
        .contains("change   http.port: 8000 → 9000")
        .contains("change   database.url: (not set) → postgres@127.0.0.1:")
        .containsPattern(
            "ok +database: postgres@127\\.0\\.0\\.1:\\d+/\\S+ answers: PostgreSQL 1\\d")
        .contains("ok       database: the schema is up to date, and may be read and written")
        .contains("ok       database: the listener's connection is taken, too")
        .doesNotContain(":postgres@");
  }

  @Test
  void a_stranger_and_a_dead_host_are_found_before_the_day() throws IOException {
    DbConfig config = TestPostgres.freshDatabase();
    Run wrong = against(database(url(config, "stranger", "guessed")));
    assertThat(wrong.code()).isEqualTo(78);
    assertThat(wrong.stdout())
        .contains("failed   database: stranger@")
        .contains("role \"stranger\" does not exist")
        .doesNotContain("guessed");

    Run dead = against(database("postgres://app:x@127.0.0.1:1/tocsin"));
    assertThat(dead.code()).isEqualTo(78);
    assertThat(dead.stdout()).contains("failed   database: app@127.0.0.1:1/tocsin");
  }

  @Test
  void a_role_without_rights_is_found() throws IOException {
    DbConfig config = TestPostgres.freshDatabase();
    try (Db db = Db.open(config)) {
      String role = "reader_" + config.database();
      db.update("making a role", "CREATE ROLE %s LOGIN PASSWORD 'r'".formatted(role));
      db.update("letting it read", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
      Run run = against(database(url(config, role, "r")));
      assertThat(run.code()).isEqualTo(78);
      assertThat(run.stdout())
          .contains("failed   database: this role may not read and write account");
      db.update("taking it away", "DROP OWNED BY " + role);
      db.update("taking it away", "DROP ROLE " + role);
    }
  }

  @Test
  void what_lacks_migrations_or_has_another_history_is_said() throws IOException {
    DbConfig one = TestPostgres.freshDatabase();
    DbConfig other = TestPostgres.freshDatabase();
    try (Db db = Db.open(other)) {
      db.update("being another one", "UPDATE installation SET id = gen_random_uuid()");
    }
    Files.writeString(now, database(url(one, "postgres", "postgres")));
    Run run = against(database(url(other, "postgres", "postgres")));
    assertThat(run.code()).isZero();
    assertThat(run.stdout()).contains("this is another installation than the one in use");

    try (Db db = Db.open(other)) {
      db.update("forgetting", "DROP SCHEMA public CASCADE");
      db.update("forgetting", "CREATE SCHEMA public");
    }
    Run bare = against(database(url(other, "postgres", "postgres")));
    assertThat(bare.stdout())
        .containsPattern(
            "warning +database: (1 migration is|\\d+ migrations are) pending; a start");
  }

  @Test
  void the_mail_server_is_asked() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread mail = new Thread(() -> greet(server), "mail server");
      mail.start();
      Run run =
          against(
              "[smtp]\nhost = '127.0.0.1'\nport = %d\ntls = 'none'\nfrom = 't@example.org'\n"
                  .formatted(server.getLocalPort()));
      assertThat(run.stdout()).contains("ok       smtp: 127.0.0.1 answers, and asks for no login");
      mail.join();
    }
    Run nobody =
        against("[smtp]\nhost = '127.0.0.1'\nport = 1\ntls = 'none'\nfrom = 't@example.org'\n");
    assertThat(nobody.code()).isEqualTo(78);
    assertThat(nobody.stdout()).contains("failed   smtp:");
  }

  @Test
  void a_certificate_that_is_none_is_found() throws IOException {
    Path file = Files.writeString(dir.resolve("ca.pem"), "nothing of the kind");
    Run run =
        against(
            database("postgres://app:x@127.0.0.1:1/tocsin?sslmode=verify-ca&sslrootcert=" + file));
    assertThat(run.stdout()).contains("failed   database.url: sslrootcert: ");
  }

  @Test
  void a_file_that_is_wrong_or_missing_is_an_error() {
    assertThat(Run.of("check-config", "--against", dir.resolve("none").toString()).code())
        .isEqualTo(78);
  }

  private Run against(String toml) throws IOException {
    Path next = Files.writeString(dir.resolve("next.toml"), toml);
    return Run.of(
        "check-config",
        "--config",
        now.toString(),
        "--data-dir",
        dir.toString(),
        "--against",
        next.toString());
  }

  private static String database(String url) {
    return "[database]\nurl = '" + url + "'\n";
  }

  private static String url(DbConfig config, String user, String password) {
    return "postgres://%s:%s@%s/%s"
        .formatted(user, password, config.hosts().get(0), config.database());
  }

  /** As much of one as is asked for. */
  private static void greet(ServerSocket server) {
    try (Socket client = server.accept()) {
      var out = client.getOutputStream();
      out.write("220 mail.example.org ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
      var in =
          new java.io.BufferedReader(
              new java.io.InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(
            (line.startsWith("QUIT") ? "221 bye\r\n" : "250 mail.example.org\r\n")
                .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The client has what it wanted.
    }
  }
}
