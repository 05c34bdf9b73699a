package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody holds {@code LOCK TABLE} on the tables that every ping and every alert goes through, far
 * longer than any deadline: pings are answered 200 all the while, alerts are late and none is
 * false.
 *
 * <p>System property: {@code drill.locked} (45), seconds.
 */
@ExtendWith(DrillTable.class)
class LongLockDrill {

  private static final String NAME = "long-lock";
  private static final Duration LOCKED = Duration.ofSeconds(Integer.getInteger("drill.locked", 45));

  /** Else the server would end what a drill's own connection begins, after ten seconds. */
  private static final String FOR_LONG = "SET LOCAL idle_in_transaction_session_timeout = 0";

  @TempDir Path dir;

  /** What is done while the lock is held. */
  private interface Meanwhile {
    void act() throws SQLException;
  }

  @Test
  void pings_are_heard_and_alerts_wait_while_somebody_holds_a_lock() throws SQLException {
    try (Scene scene = Scene.start(dir, Map.of());
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      trial.fallSilent();
      locked(scene.db(), () -> Await.pause(LOCKED));
      Duration recovery =
          Scene.awaitCaughtUp(trial.ledger(scene.db()), trial.load(), Trial.CAUGHT_UP);
      String variant = "checks and check_state for %d s".formatted(LOCKED.toSeconds());
      trial.judge(DrillRow.of(NAME, variant).recovered(recovery), scene.db()).mustHold();
      assertThat(trial.load().statuses().keySet()).isEqualTo(Set.of(200));
    }
  }

  /**
   * The protection taken away: the drill says in the listener's name that all was heard up to now,
   * as if wall clocks decided. Then deadlines pass that pings in the journal have met.
   */
  @Test
  void without_a_watermark_what_waits_in_the_journal_goes_down() throws SQLException {
    try (Scene scene = Scene.start(dir, Map.of("TOCSIN_ALERTER_SETTLE", "0s"));
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      Db db = scene.db();
      decideByTheWallClock(db, trial);
      DrillRow row = DrillRow.without(NAME, "watermark");
      trial.judge(row, db).mustShowHarm(Column.FALSE_DOWNS);
    }
  }

  /** Only pings wait, for a lock that the alerter does not need. */
  private static void decideByTheWallClock(Db db, Trial trial) throws SQLException {
    try (Connection connection = db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(FOR_LONG);
      statement.execute("LOCK TABLE pings IN EXCLUSIVE MODE");
      long end = System.nanoTime() + LOCKED.toNanos();
      while (System.nanoTime() < end && trial.falseDowns(db) == 0) {
        try {
          db.update("saying that all was heard", "UPDATE streams SET heard_through = now()");
        } catch (DbException e) {
          continue; // the listener holds its row until it gives up, and tries again
        }
        Await.pause(Duration.ofMillis(200));
      }
      connection.rollback();
    }
  }

  private static void locked(Db db, Meanwhile meanwhile) throws SQLException {
    try (Connection connection = db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(FOR_LONG);
      statement.execute("LOCK TABLE checks, check_state IN ACCESS EXCLUSIVE MODE");
      meanwhile.act();
      connection.rollback();
    }
  }
}
