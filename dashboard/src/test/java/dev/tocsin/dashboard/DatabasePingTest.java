package dev.tocsin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who asks whether the database answers is not kept waiting by one that says nothing. */
class DatabasePingTest {

  private static final Duration LONGEST = Duration.ofMillis(300);

  @Test
  void a_database_that_answers_is_heard() {
    try (Db db = Db.open(TestPostgres.freshDatabase());
        DatabasePing ping = new DatabasePing(db, Duration.ofSeconds(20))) {
      assertThat(ping.answers()).isTrue();
      assertThat(ping.answers()).isTrue();
    }
  }

  @Test
  void one_that_takes_connections_and_says_nothing_is_given_up_at_once_by_everybody()
      throws IOException {
    DbConfig real = TestPostgres.freshDatabase();
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DbConfig config =
          new DbConfig(
              List.of("127.0.0.1:" + mute.getLocalPort()),
              real.database(),
              real.user(),
              real.password(),
              real.properties(),
              2,
              Duration.ofSeconds(2));
      try (Db db = Db.open(config);
          DatabasePing ping = new DatabasePing(db, LONGEST)) {
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
          assertThat(ping.answers()).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      }
    }
  }
}
