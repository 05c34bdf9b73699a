package dev.tocsin.dashboard.system;

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

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofSeconds(20);

  private static DbConfig on(int port) {
    DbConfig real = TestPostgres.freshDatabase();
    return new DbConfig(
        List.of("127.0.0.1:" + port),
        real.database(),
        real.user(),
        real.password(),
        real.properties(),
        2,
        Duration.ofSeconds(2));
  }

  @Test
  void a_database_that_answers_is_heard() {
    try (Db db = Db.open(TestPostgres.freshDatabase());
        DatabasePing ping = new DatabasePing(db, LATE)) {
      assertThat(ping.answers()).isTrue();
      assertThat(ping.answers()).isTrue();
      assertThat(ping.ask().join()).isTrue();
    }
  }

  @Test
  void one_that_takes_connections_and_says_nothing_is_given_up_at_once_by_everybody()
      throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Db db = Db.open(on(mute.getLocalPort()));
        DatabasePing ping = new DatabasePing(db, SOON)) {
      long began = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThat(ping.answers()).isFalse();
      }
      assertThat(ping.ask().join()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void one_that_cannot_be_reached_is_away() throws IOException {
    int closed;
    try (ServerSocket once = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      closed = once.getLocalPort();
    }
    try (Db db = Db.open(on(closed));
        DatabasePing ping = new DatabasePing(db, LATE)) {
      assertThat(ping.ask().join()).isFalse();
      assertThat(ping.answers()).isFalse();
    }
  }

  @Test
  void after_the_end_nobody_waits_for_an_answer() {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      DatabasePing ping = new DatabasePing(db, LATE);
      ping.close();
      assertThat(ping.answers()).isFalse();
    }
  }
}
