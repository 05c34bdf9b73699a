package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real servers with streaming replication; the address names both. The primary dies under load,
 * or freezes, and the standby is promoted: at once, or after it had been away for a while and comes
 * back older than the journal's cursor. No answer but 200, nothing lost, nothing doubled, no false
 * down; what the older database does not know is replayed from the journal.
 */
@ExtendWith(DrillTable.class)
class FailoverDrill {

  private static final String NAME = "failover";
  private static final Duration LAG = Duration.ofSeconds(20);
  private static final Strain LARGE = new Strain(500, 32, 1_000, 9_000);

  @TempDir Path dir;

  /** What becomes of the two servers; the standby is the primary when this returns. */
  private interface Fault {
    void happen(Pair servers) throws IOException;
  }

  @Test
  void the_primary_is_killed_and_its_standby_promoted() throws IOException {
    protectedFrom("kill -9 of the primary", FailoverDrill::killed);
  }

  @Test
  void the_primary_freezes_and_its_standby_is_promoted() throws IOException {
    protectedFrom(
        "a primary that freezes",
        servers -> {
          servers.freezePrimary();
          servers.promote();
        });
  }

  @Test
  void the_standby_had_fallen_behind_and_comes_back_older() throws IOException {
    protectedFrom("a standby %d s behind".formatted(LAG.toSeconds()), FailoverDrill::behind);
  }

  /** The protection taken away: the journal keeps nothing that was applied. */
  @Test
  void without_what_the_journal_keeps_an_older_database_lacks_pings() throws IOException {
    Map<String, String> forgetful =
        Map.of(
            "TOCSIN_JOURNAL_KEEP", "0s",
            "TOCSIN_JOURNAL_KEEP_BYTES", "0",
            "TOCSIN_JOURNAL_MAX_BYTES", "180MiB");
    DrillRow row = DrillRow.without(NAME, "what the journal keeps");
    run(row, forgetful, LARGE, FailoverDrill::behind).mustShowHarm(Column.LOST);
  }

  private static void killed(Pair servers) {
    servers.killPrimary();
    servers.promote();
  }

  private static void behind(Pair servers) {
    servers.stopStandby();
    Await.pause(LAG);
    servers.killPrimary();
    servers.startStandby();
    servers.promote();
  }

  private void protectedFrom(String variant, Fault fault) throws IOException {
    run(DrillRow.of(NAME, variant), Map.of(), Strain.USUAL, fault).mustHold();
  }

  private DrillRow run(DrillRow row, Map<String, String> more, Strain strain, Fault fault)
      throws IOException {
    try (Pair servers = Pair.start(dir)) {
      Map<String, String> settings = new HashMap<>(more);
      settings.put("TOCSIN_LIMITS_MIN_PERIOD", "1s");
      settings.put("TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true");
      settings.put("DATABASE_URL", servers.url());
      Path data = dir.resolve("data");
      try (TocsinProcess tocsin =
              TocsinProcess.up(data, FreePort.next(), settings).awaitReady(Trial.START);
          Db before = servers.primary()) {
        Api api = Api.createProject(tocsin.site(), data, settings, "drill");
        try (Trial trial = Trial.begin(before, data, api.projectCode(), tocsin.port(), strain)) {
          servers.awaitStandbyHas(trial.load().accepted());
          fault.happen(servers);
          try (Db after = servers.standby()) {
            Duration recovery =
                row.unprotected()
                    ? Duration.ZERO
                    : Scene.awaitCaughtUp(trial.ledger(after), trial.load(), Trial.CAUGHT_UP);
            DrillRow done = trial.judge(row.recovered(recovery), after);
            assertThat(trial.load().statuses().keySet()).isEqualTo(Set.of(200));
            return done;
          }
        }
      }
    }
  }
}
