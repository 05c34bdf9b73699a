package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The canary's minute is no matter of the shortest period that people's checks may have. */
@Beside
class CanaryTest {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path dir;

  @Test
  void the_canary_goes_round_each_minute_where_checks_may_not() {
    Path data = dir.resolve("data");
    Map<String, String> settings =
        Map.of("TOCSIN_LIMITS_MIN_PERIOD", "10m", "TOCSIN_WATCHDOG_CANARY", "true");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), settings).awaitReady(SOON)) {
      Api api = Api.createProject(tocsin.site(), data, settings, "people");
      assertThatThrownBy(() -> api.createCheck("{\"timeout\": 60}")).hasMessageContaining("400");
      try (Db db = Database.embedded(data)) {
        Await.that("it was heard", SOON, () -> canary(db).equals(List.of("up 60 60")));
      }
    }
  }

  /** Its status, its period, and how long after its last ping it is expected, in seconds. */
  private static List<String> canary(Db db) {
    return db.query(
        "looking at the canary",
        """
        SELECT s.status || ' ' || extract(epoch FROM c.timeout)::bigint || ' '
               || extract(epoch FROM s.deadline - c.grace - s.last_ping)::bigint AS t
          FROM projects p JOIN checks c ON c.project_id = p.id JOIN check_state s ON s.check_id = c.id
         WHERE p.system AND s.n_pings > 0
        """,
        row -> row.string("t"));
  }
}
