package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.http.PingLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that the operator limits, with a real listener and database. */
class ProjectLimitTest {

  private static final int AT_ONCE = 20;

  @TempDir Path dir;

  @Test
  void a_project_that_pings_too_often_is_refused_by_name_and_its_quiet_checks_are_heard()
      throws IOException {
    try (ListenerFixture up = new ListenerFixture(dir)) {
      up.db.update(
          "limiting", "UPDATE projects SET ping_limit = ? WHERE id = ?", AT_ONCE, up.project);
      UUID loud = up.check("loud");
      UUID quiet = up.check("quiet");
      up.start();
      int asked = 0;
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      RawClient.Reply reply = up.get("/" + loud);
      while (reply.status() == 200 && System.nanoTime() < end) {
        asked++;
        reply = up.get("/" + loud);
      }
      assertThat(reply.status()).as("after %d", asked).isEqualTo(429);
      assertThat(reply.body()).isEqualTo("rate limited");
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 60);
      assertThat(asked).isGreaterThanOrEqualTo(AT_ONCE + PingLimits.PINGS_PER_PERIOD);
      assertThat(up.get("/" + ListenerFixture.KEY + "/loud").status())
          .as("by its name it is another target")
          .isEqualTo(200);
      assertThat(up.get("/" + quiet + "/start").status()).isEqualTo(200);
      assertThat(up.get("/" + quiet).status()).isEqualTo(200);
      assertThat(
              up.registry
                  .get("tocsin.pings.refused")
                  .tag("reason", "project_limited")
                  .counter()
                  .count())
          .isPositive();
    }
  }
}
