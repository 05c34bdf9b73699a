package dev.tocsin.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In this JVM's own user, on one folder that lives from test to test like an operator's. */
class EmbeddedPostgresTest {

  @TempDir static Path dir;
  private static Path home;

  @BeforeAll
  static void prepare() throws Exception {
    home = dir.resolve("data").resolve("postgres");
    Unpacked.into(home);
    EmbeddedPostgres.start(home, "first start").close();
  }

  @AfterEach
  void nothing_is_left_running() {
    assertThat(EmbeddedPostgres.running(home)).isEmpty();
  }

  @AfterAll
  static void no_process_works_in_the_folder() throws Exception {
    assertThat(workingIn(home.resolve("data-18"))).isEmpty();
  }

  @Test
  void it_is_durable_and_closed_to_strangers() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
      for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        assertThat(ask(postgres.access(), "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(ask(postgres.access(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(postgres.access(), "SHOW data_checksums")).isEqualTo("on");
      assertThat(ask(postgres.access(), "SHOW server_version")).startsWith("18");
      assertThatThrownBy(() -> ask(new Access(postgres.access().port(), "guess"), "SELECT 1"))
          .hasMessageContaining("password authentication failed");
      assertThat(permissions(home.resolve("password"))).isEqualTo("rw-------");
      assertThat(permissions(home.resolve("data-18"))).isEqualTo("rwx------");
      assertThat(EmbeddedPostgres.running(home)).contains(postgres.access());
    }
  }

  @Test
  void data_port_and_password_outlast_a_stop() throws Exception {
    Access first;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
      first = postgres.access();
      run(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
      assertThat(postgres.access()).isEqualTo(first);
      assertThat(ask(first, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void a_second_start_is_told_who_holds_the_folder() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "port 8000")) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(home, "port 9000"))
          .isInstanceOf(HeldByAnotherException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("since 20")
          .hasMessageContaining("port 8000");
      assertThat(ask(postgres.access(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_killed_server_comes_back_on_the_same_port() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
      run(postgres.access(), "CREATE TABLE survived AS SELECT 7 AS answer");
      for (int i = 0; i < 3; i++) {
        long pid = serverPid();
        Commands.signal(pid, "KILL");
        assertThat(
                Postmaster.await(
                    () -> EmbeddedPostgres.running(home).isPresent() && serverPid() != pid,
                    Duration.ofSeconds(30)))
            .isTrue();
        assertThat(ask(postgres.access(), "SELECT answer FROM survived")).isEqualTo("7");
      }
    }
  }

  @Test
  void a_strangers_process_is_left_alone_when_a_stale_file_names_it() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      Path pidFile = home.resolve("data-18").resolve("postmaster.pid");
      Files.writeString(
          pidFile,
          "%d\n%s\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n"
              .formatted(stranger.pid(), home.resolve("data-18")));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, "test")) {
        assertThat(ask(postgres.access(), "SELECT 1")).isEqualTo("1");
        assertThat(stranger.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void why_it_does_not_start_is_said() throws Exception {
    Path conf = home.resolve("data-18").resolve("postgresql.conf");
    String before = Files.readString(conf);
    try {
      Files.writeString(conf, before + "\nno_such_setting_at_all = 1\n");
      assertThatThrownBy(() -> EmbeddedPostgres.start(home, "test"))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("no_such_setting_at_all");
    } finally {
      Files.writeString(conf, before);
    }
  }

  static List<Long> workingIn(Path folder) throws Exception {
    Path real = folder.toRealPath();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(
            pid -> {
              try {
                return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(real);
              } catch (java.io.IOException e) {
                return false;
              }
            })
        .toList();
  }

  private static long serverPid() {
    try {
      return Long.parseLong(
          Files.readAllLines(home.resolve("data-18").resolve("postmaster.pid")).get(0));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static void run(Access access, String sql) throws SQLException {
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String ask(Access access, String sql) throws SQLException {
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(Access access) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(access.port(), Access.DATABASE),
        Access.USER,
        access.password());
  }
}
