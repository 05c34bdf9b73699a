package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.FreePort;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A listener whose stream Postgres does not know yet takes no ping: the watermark could pass over
 * it. So its port stays closed while it waits to register.
 */
class PortAfterStreamTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Well within the ten seconds after which a listener goes on without being registered. */
  private static final int LOOKS = 200;

  @TempDir Path dir;

  @Test
  void the_port_opens_when_postgres_knows_of_the_stream() throws SQLException {
    DbConfig config = TestPostgres.freshDatabase();
    int port = FreePort.next();
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            "postgres://postgres:postgres@%s/%s"
                .formatted(config.hosts().get(0), config.database()),
            "TOCSIN_LISTENER_PORT",
            Integer.toString(port));
    try (Db db = Db.open(config);
        Connection holding = db.dataSource().getConnection();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE streams IN SHARE MODE");
      try (TocsinProcess listener =
          TocsinProcess.start("ping-listener", dir.resolve("data"), port, settings)) {
        Await.that(
            "it waits to register",
            SOON,
            () -> {
              assertThat(isOpen(port)).as("before it tried to register").isFalse();
              return waiting(db) > 0;
            });
        for (int i = 0; i < LOOKS; i++) {
          assertThat(isOpen(port)).as("before it is registered").isFalse();
          Await.pause(Duration.ofMillis(10));
        }
        holding.commit();
        Await.that("the port opens", SOON, () -> isOpen(port));
        assertThat(count(db, "SELECT count(*) AS n FROM streams WHERE closed_at IS NULL")).isOne();
        listener.awaitReady(SOON);
      }
    }
  }

  private static long waiting(Db db) {
    return count(
        db,
        """
        SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND relation = 'streams'::regclass
        """);
  }

  private static long count(Db db, String sql) {
    return db.first("counting", sql, row -> row.number("n")).orElseThrow();
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
