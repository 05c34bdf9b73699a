package dev.tocsin.drills.faults;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes stand still for a minute ({@code SIGSTOP}, as a paused machine does) and go on as if
 * nothing had been: everything, the listener alone, the alerter alone. Clients that gave up
 * meanwhile may find their pings heard all the same.
 *
 * <p>System property: {@code drill.suspended} (60), seconds.
 */
@ExtendWith(DrillTable.class)
class SuspendedDrill {

  private static final String NAME = "suspended";
  private static final Duration STILL =
      Duration.ofSeconds(Integer.getInteger("drill.suspended", 60));
  private static final String FOR = " for %d s".formatted(STILL.toSeconds());
  private static final Duration HEARD = Duration.ofSeconds(30);

  @TempDir Path dir;

  @Test
  void all_of_it_stands_still() {
    try (Scene scene = Scene.start(dir, Map.of());
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      stop(scene.tocsin().pid());
      Duration recovery = recovered(trial, scene.db());
      DrillRow row = DrillRow.of(NAME, "all" + FOR).recovered(recovery);
      trial.judge(row, scene.db()).mustHold(Column.OTHER);
    }
  }

  /** The protection taken away: that nobody was heard is held against the jobs. */
  @Test
  void without_blind_time_jobs_go_down_that_nobody_heard() {
    try (Scene scene = Scene.start(dir, Map.of());
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      Trial.ignoreBlindTime(scene.db());
      stop(scene.tocsin().pid());
      Await.that("somebody goes down", HEARD, () -> trial.falseDowns(scene.db()) > 0);
      DrillRow row = DrillRow.without(NAME, "excuse for blind time");
      trial.judge(row, scene.db()).mustShowHarm(Column.FALSE_DOWNS);
    }
  }

  @Test
  void the_listener_stands_still_and_the_alerter_does_not() {
    inCluster("listener", "ear", false);
  }

  @Test
  void the_alerter_stands_still_and_the_listener_does_not() {
    inCluster("alerter", "alerter", true);
  }

  private void inCluster(String variant, String victim, boolean silentBefore) {
    try (Cluster cluster =
        new Cluster(
            dir,
            Map.of(
                "TOCSIN_LIMITS_MIN_PERIOD", "1s",
                "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true"))) {
      Cluster.Member ear = cluster.add("ping-listener", "ear");
      Cluster.Member alerter = cluster.add("alerter", "alerter");
      cluster.members().forEach(Cluster.Member::awaitReady);
      UUID project = cluster.project("drill").projectCode();
      try (Db db = cluster.postgres().open();
          Trial trial = Trial.begin(db, cluster.data(), project, ear.port(), Strain.USUAL)) {
        if (silentBefore) {
          trial.fallSilent();
        }
        stop(victim.equals("ear") ? ear.pid() : alerter.pid());
        Duration recovery = recovered(trial, db);
        DrillRow row = DrillRow.of(NAME, variant + FOR).recovered(recovery);
        Column[] permitted = silentBefore ? new Column[0] : new Column[] {Column.OTHER};
        trial.judge(row, db).mustHold(permitted);
      }
    }
  }

  private static void stop(long pid) {
    SmallDisk.must("kill", "-STOP", Long.toString(pid));
    try {
      Await.pause(STILL);
    } finally {
      SmallDisk.must("kill", "-CONT", Long.toString(pid));
    }
  }

  private static Duration recovered(Trial trial, Db db) {
    long began = System.nanoTime();
    trial.awaitHeardAgain(HEARD);
    Scene.awaitCaughtUp(trial.ledger(db), trial.load(), Trial.CAUGHT_UP);
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
