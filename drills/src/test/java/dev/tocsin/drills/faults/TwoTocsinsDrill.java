package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two Tocsins watch each other, as {@code docs/operations.md} says: each calls a check of the other
 * once a minute, if a canary has come all the way round in it. One is killed, and the other tells;
 * it is back, and the other tells that, too.
 *
 * <p>The shortest period of ordinary checks is ten minutes here: the canary goes round all the
 * same.
 */
@ExtendWith(DrillTable.class)
class TwoTocsinsDrill {

  private static final Duration START = Duration.ofSeconds(90);

  /** A round begins each minute, and the first ten seconds after the start. */
  private static final Duration ROUND = Duration.ofSeconds(100);

  private static final int PERIOD_SECONDS = 60;
  private static final int GRACE_SECONDS = 20;

  @TempDir Path dir;

  /** One of the two, with a check for the other. */
  private final class Tocsin implements AutoCloseable {
    final Path data;
    final int port = FreePort.next();
    final AlertReceiver told = AlertReceiver.start();
    TocsinProcess process;
    final UUID check;

    Tocsin(String name) {
      data = dir.resolve(name);
      process = TocsinProcess.up(data, port, settings("")).awaitReady(START);
      UUID project = Api.createProject(process.site(), data, Map.of(), name).projectCode();
      try (Db db = Database.embedded(data)) {
        check = Database.manyChecks(db, project, 1, PERIOD_SECONDS, GRACE_SECONDS).get(0);
        Database.addWebhook(db, data, project, told.url());
        db.update(
            "assigning",
            "INSERT INTO check_channels SELECT c.id, h.id FROM checks c JOIN channels h"
                + " USING (project_id) WHERE c.code = ?",
            check);
      }
    }

    private Map<String, String> settings(String watchdog) {
      return Map.of(
          "TOCSIN_LIMITS_MIN_PERIOD",
          "10m",
          "TOCSIN_OUTBOUND_ALLOW_PRIVATE",
          "true",
          watchdog.isEmpty() ? "TOCSIN_LOG_LEVEL" : "TOCSIN_WATCHDOG_URL",
          watchdog.isEmpty() ? "info" : watchdog);
    }

    URI pingUrl() {
      return URI.create("http://127.0.0.1:%d/ping/%s".formatted(port, check));
    }

    /** Starts it again, so that it calls the other. */
    void watches(Tocsin other) {
      process.close();
      process = TocsinProcess.up(data, port, settings(other.pingUrl().toString()));
      process.awaitReady(START);
    }

    String status() {
      try (Db db = Database.embedded(data)) {
        return db.first(
                "looking at the other",
                "SELECT status AS t FROM check_state JOIN checks ON id = check_id WHERE code = ?",
                row -> row.string("t"),
                check)
            .orElseThrow();
      }
    }

    @Override
    public void close() {
      process.close();
      told.close();
    }
  }

  @Test
  void one_is_killed_and_the_other_tells() {
    try (Tocsin one = new Tocsin("one");
        Tocsin other = new Tocsin("other")) {
      one.watches(other);
      other.watches(one);
      Await.that("each hears the other", ROUND, () -> up(one) && up(other));
      assertThat(canaryPeriod(one)).isEqualTo(60);
      assertThat(one.told.news()).isEmpty();
      other.process.kill();
      Duration silence = Duration.ofSeconds(PERIOD_SECONDS + GRACE_SECONDS).plus(START);
      Await.that("the other tells", silence, () -> one.told.news().size() == 1);
      assertThat(one.told.news().get(0).body()).contains("\"status\":\"down\"");
      other.watches(one);
      Await.that("it is back, and that is told", ROUND, () -> one.told.news().size() == 2);
      assertThat(one.status()).isEqualTo("up");
      DrillRow.of("two-tocsins", "one is killed")
          .with(Column.MISSED_DOWNS, 1 - downs(one))
          .with(Column.ALERTS_LOST, Math.max(0, 2 - one.told.news().size()))
          .with(Column.ALERTS_DOUBLED, Math.max(0, one.told.news().size() - 2))
          .mustHold();
      Await.that("and hears again itself", ROUND, () -> up(other));
    }
  }

  private static long downs(Tocsin it) {
    try (Db db = Database.embedded(it.data)) {
      return Database.flipsToDown(db);
    }
  }

  private static boolean up(Tocsin it) {
    return it.status().equals("up");
  }

  private static long canaryPeriod(Tocsin it) {
    try (Db db = Database.embedded(it.data)) {
      return db.first(
              "looking at the canary",
              """
              SELECT extract(epoch FROM timeout)::bigint AS n FROM checks c
                JOIN projects p ON p.id = c.project_id AND p.system
              """,
              row -> row.number("n"))
          .orElseThrow();
    }
  }
}
