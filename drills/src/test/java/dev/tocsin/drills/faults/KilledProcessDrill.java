package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole process at random moments under load: every ping answered 2xx is in
 * Postgres exactly once, in order per check, and n has no gaps.
 *
 * <p>System properties: {@code drill.seed}, {@code drill.kills} (10).
 */
@ExtendWith(DrillTable.class)
class KilledProcessDrill {

  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void every_ping_answered_2xx_survives_the_kill() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    int kills = Integer.getInteger("drill.kills", 10);
    System.out.printf("killed-process: seed %d, %d kills%n", seed, kills);
    Random random = new Random(seed);
    Map<String, String> settings = Map.of();
    Path data = dir.resolve("data");
    Duration longest = Duration.ZERO;
    int port = FreePort.next();
    TocsinProcess tocsin = TocsinProcess.up(data, port, settings).awaitReady(START);
    try {
      Api api = Api.createProject(tocsin.site(), data, settings, "drill");
      var checks = Database.manyChecks(data, api.projectCode(), 640, 86_400, 3_600);
      Load load = Load.start(port, checks, 64, Double.POSITIVE_INFINITY);
      for (int kill = 0; kill < kills; kill++) {
        Await.pause(Duration.ofMillis(300 + random.nextInt(2_500)));
        tocsin.kill();
        long killed = System.nanoTime();
        tocsin = TocsinProcess.up(data, port, settings).awaitReady(START);
        Duration back = Duration.ofNanos(System.nanoTime() - killed);
        longest = back.compareTo(longest) > 0 ? back : longest;
      }
      Await.pause(Duration.ofSeconds(1));
      load.close();
      try (Db db = Database.embedded(data)) {
        Ledger ledger = new Ledger(db);
        ledger.awaitApplied(load, Duration.ofSeconds(60));
        Ledger.Balance pings = ledger.balance(load);
        // While nobody is there, nobody answers: clients try again.
        DrillRow.of("killed-process", kills + " times kill -9")
            .seed(seed)
            .pings(pings)
            .with(Column.FALSE_DOWNS, Database.flipsToDown(db))
            .recovered(longest)
            .mustHold(Column.OTHER);
        assertThat(pings.deviations()).as("seed %d", seed).isEmpty();
      }
    } finally {
      tocsin.close();
    }
  }
}
