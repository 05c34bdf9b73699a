package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who looks whether this installation is well is told so at once, however the database is. */
class StatusTest {

  /** The client of these tests gives up before, after half a minute. */
  private static final Duration PATIENCE_OF_OTHERS = Duration.ofMinutes(2);

  @Test
  @Timeout(60)
  void a_database_that_says_nothing_is_told_of_at_once_even_while_all_workers_wait_for_it()
      throws IOException {
    DbConfig real = TestPostgres.freshDatabase();
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DbConfig database =
          new DbConfig(
              List.of("127.0.0.1:" + mute.getLocalPort()),
              real.database(),
              real.user(),
              real.password(),
              real.properties(),
              2,
              PATIENCE_OF_OTHERS);
      ApiConfig config =
          ApiConfig.of(ApiServer.SITE, ApiServer.SITE + "/ping/", Duration.ofMinutes(1), 1)
              .withAnswers(PATIENCE_OF_OTHERS);
      try (ApiServer frozen = new ApiServer(config, database)) {
        CompletableFuture<Void> waits =
            CompletableFuture.runAsync(() -> frozen.get("v3/checks/", "hcw_" + "x".repeat(28)));
        while (frozen.db.wanted() == 0) {
          Thread.onSpinWait(); // until the only worker waits for a connection
        }
        for (int i = 0; i < 3; i++) {
          var answer = frozen.get("v3/status/", null);
          assertThat(answer.status()).isEqualTo(500);
          assertThat(answer.text()).isEqualTo("the database does not answer");
        }
        assertThat(waits).isNotDone();
        mute.close(); // whoever waits is free, and the end is quick
      }
    }
  }
}
