package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.HeldSocket;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restarts of the whole program under load that nobody notices who tries twice: by taking over, and
 * with a port that somebody else holds open.
 *
 * <p>System property: {@code drill.restarts} (3).
 */
@ExtendWith(DrillTable.class)
class RestartDrill {

  private static final Duration START = Duration.ofSeconds(90);
  private static final int RESTARTS = Integer.getInteger("drill.restarts", 3);
  private static final Map<String, String> SETTINGS = Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s");

  @TempDir Path dir;

  @Test
  void one_process_takes_over_from_the_other() {
    Path data = dir.resolve("data");
    int port = FreePort.next();
    TocsinProcess running = TocsinProcess.up(data, port, SETTINGS).awaitReady(START);
    try (Load load = load(running, data)) {
      for (int i = 0; i < RESTARTS; i++) {
        TocsinProcess next = TocsinProcess.start("up", data, port, SETTINGS, "--take-over");
        int end = running.awaitExit(START);
        running = next;
        assertThat(end).isZero();
        next.awaitReady(START);
      }
      assertNothingLost("take-over", load, data);
    } finally {
      running.close();
    }
  }

  @Test
  void the_port_is_held_open_by_somebody_else() {
    Path data = dir.resolve("data");
    try (HeldSocket held = HeldSocket.start(data, SETTINGS)) {
      TocsinProcess running = held.running().awaitReady(START);
      try (Load load = load(running, data)) {
        for (int i = 0; i < RESTARTS; i++) {
          held.restart(START);
        }
        held.running().awaitReady(START);
        assertNothingLost("held port", load, data);
      }
    }
  }

  private static Load load(TocsinProcess running, Path data) {
    Api api = Api.createProject(running.site(), data, SETTINGS, "drill");
    List<UUID> checks = Database.manyChecks(data, api.projectCode(), 200, 60, 20);
    Load load = Load.tryingTwice(running.port(), checks, 16, 100);
    Await.that("pings arrive", START, () -> load.accepted() > 300);
    return load;
  }

  private static void assertNothingLost(String what, Load load, Path data) {
    load.close();
    try (Db db = Database.embedded(data)) {
      Ledger ledger = new Ledger(db);
      ledger.awaitApplied(load, START);
      System.out.printf(
          "restarts, %s: %d of them, answers by status %s, %d pings needed a second try, %d were"
              + " given up, slowest answer %d ms%n",
          what,
          RESTARTS,
          load.statuses(),
          load.triedAgain(),
          load.gaveUp(),
          load.slowest().toMillis());
      Ledger.Balance pings = ledger.balance(load);
      // Who is cut off in the middle asks again, and is answered then.
      DrillRow.of("restart", "%d times, %s".formatted(RESTARTS, what))
          .pings(pings)
          .with(Column.FALSE_DOWNS, Database.flipsToDown(db))
          .mustHold(Column.OTHER);
      assertThat(load.statuses().keySet()).as("answers").isSubsetOf(200, 0);
      assertThat(load.gaveUp()).as("pings given up").isZero();
      assertThat(pings.deviations()).isEmpty();
    }
  }
}
