package dev.tocsin.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Postgres for tests: one server per JVM, a fresh database with our schema per call. Without
 * a server the test fails; it never skips. Set {@code TOCSIN_TEST_PG_PORT} (user and password
 * {@code postgres}) to use a server of your own on 127.0.0.1.
 */
public final class TestPostgres {

  private static final String TEMPLATE = "tocsin_template";
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Bytes; what the tests of a module may fill, several times. */
  private static final long ENOUGH = 4L << 30;

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int PORT = start();

  private TestPostgres() {}

  /** Makes a database with our schema and says how to reach it. */
  public static synchronized DbConfig freshDatabase() {
    String name = "t_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    admin("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    return config(name);
  }

  /** Makes a database without a schema and says how to reach it. */
  public static synchronized DbConfig emptyDatabase() {
    String name = "e_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    admin("CREATE DATABASE " + name);
    return config(name);
  }

  private static int start() {
    try {
      String given = System.getenv("TOCSIN_TEST_PG_PORT");
      int port = given == null ? launch() : Integer.parseInt(given);
      admin(port, "DROP DATABASE IF EXISTS " + TEMPLATE);
      admin(port, "CREATE DATABASE " + TEMPLATE);
      try (Db db = Db.open(config(port, TEMPLATE))) {
        Schema.migrate(db.dataSource());
      }
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException("no Postgres for the tests", e);
    }
  }

  @SuppressWarnings("resource") // lives as long as the JVM; its own shutdown hook stops it
  private static int launch() throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            .setPgBinaryResolver((system, machine) -> binaries(machine));
    // A hundred databases on a disk: to delete them took a JVM longer than Surefire waits for it.
    if (Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH) {
      builder.setDataDirectory(Files.createTempDirectory(MEMORY, "tocsin-postgres"));
    }
    return builder.start().getPort();
  }

  /** The first that there are: beside the program's jar, which holds them too, they are doubled. */
  private static InputStream binaries(String machine) throws IOException {
    String name = "postgres-linux-" + (machine.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
    InputStream found = TestPostgres.class.getResourceAsStream("/" + name);
    if (found == null) {
      throw new FileNotFoundException("no " + name + " on the class path");
    }
    return found;
  }

  private static DbConfig config(String database) {
    return config(PORT, database);
  }

  private static DbConfig config(int port, String database) {
    return new DbConfig(
        List.of("127.0.0.1:" + port),
        database,
        "postgres",
        "postgres",
        Map.of(),
        8,
        Duration.ofSeconds(10));
  }

  private static void admin(String sql) {
    admin(PORT, sql);
  }

  private static void admin(int port, String sql) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
