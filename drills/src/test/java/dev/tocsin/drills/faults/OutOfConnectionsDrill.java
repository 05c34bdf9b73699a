package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.store.Db;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others take every connection that Postgres has, those kept for superusers included, and Tocsin's
 * are cut: it has none for half a minute. Pings are answered 200 and applied later; alerts are late
 * and none is false.
 */
@ExtendWith(DrillTable.class)
class OutOfConnectionsDrill {

  private static final String NAME = "out-of-connections";
  private static final Duration NONE = Duration.ofSeconds(30);
  private static final Duration TAKEN = Duration.ofSeconds(30);
  private static final String EATER = "eater";

  @TempDir Path dir;

  @Test
  void pings_are_heard_while_others_have_all_connections() throws SQLException {
    try (Scene scene = Scene.start(dir, Map.of());
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      trial.fallSilent();
      withoutConnections(scene);
      Duration recovery =
          Scene.awaitCaughtUp(trial.ledger(scene.db()), trial.load(), Trial.CAUGHT_UP);
      String variant = "none for %d s".formatted(NONE.toSeconds());
      trial.judge(DrillRow.of(NAME, variant).recovered(recovery), scene.db()).mustHold();
      assertThat(trial.load().statuses().keySet()).isEqualTo(Set.of(200));
    }
  }

  /** The protection taken away: a journal that is too small for the time without a database. */
  @Test
  void without_room_in_the_journal_pings_are_refused() throws SQLException {
    Map<String, String> small = Map.of("TOCSIN_JOURNAL_MAX_BYTES", "180MiB");
    try (Scene scene = Scene.start(dir, small);
        Trial trial = Trial.begin(scene, new Strain(500, 32, 1_500, 9_000))) {
      withoutConnections(scene);
      DrillRow row = DrillRow.without(NAME, "room in the journal");
      trial.judge(row, scene.db()).mustShowHarm(Column.OTHER);
    }
  }

  private static void withoutConnections(Scene scene) throws SQLException {
    List<Connection> eaten = new ArrayList<>();
    try {
      long end = System.nanoTime() + TAKEN.toNanos();
      while (ofTocsin(scene.db()) > 0) {
        assertThat(System.nanoTime()).as("time to take all connections").isLessThan(end);
        eat(scene.postgres(), eaten);
        scene.wire().cut();
        eat(scene.postgres(), eaten);
      }
      System.out.printf("%s: took %d connections%n", NAME, eaten.size());
      Await.pause(NONE);
      assertThat(ofTocsin(scene.db())).as("connections of Tocsin").isZero();
    } finally {
      for (Connection one : eaten) {
        one.close();
      }
    }
  }

  /** Takes what there is. */
  private static void eat(ExternalPostgres postgres, List<Connection> eaten) {
    String[] user = URI.create(postgres.url()).getUserInfo().split(":", 2);
    Properties login = new Properties();
    login.setProperty("user", user[0]);
    login.setProperty("password", user[1]);
    login.setProperty("ApplicationName", EATER);
    try {
      while (true) {
        eaten.add(
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/tocsin".formatted(postgres.port()), login));
      }
    } catch (SQLException full) {
      // "sorry, too many clients already"
    }
  }

  /** Connections that came through the wire: all but the eater's and the drill's own. */
  private static long ofTocsin(Db db) {
    return db.first(
            "counting connections",
            """
            SELECT count(*) AS n FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND application_name NOT IN (?, ?)
            """,
            row -> row.number("n"),
            EATER,
            Database.DRILL)
        .orElseThrow();
  }
}
