package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationsTest {

  private final DbConfig config = TestPostgres.freshDatabase();

  @Test
  void what_is_notified_is_heard_and_silence_ends() {
    try (Db db = Db.open(config);
        Notifications notifications =
            Notifications.open(() -> config, List.of("first", "second"))) {
      assertThat(notifications.await(Duration.ofMillis(10))).isEmpty();
      db.query("notifying", "SELECT pg_notify('second', '')", row -> 0);
      assertThat(notifications.await(Duration.ofSeconds(10))).containsExactly("second");
      assertThat(notifications.answers(Duration.ofSeconds(5))).isTrue();
    }
  }
}
