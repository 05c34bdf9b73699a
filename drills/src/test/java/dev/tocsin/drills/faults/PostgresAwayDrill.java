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
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Postgres restarts, is killed, is away, is cut off in the middle of transactions, or takes
 * connections and says nothing, under 2,000 pings/s of checks whose deadline is shorter than that:
 * no answer but 200, none lost, none doubled, no false down, and the backlog is gone soon.
 *
 * <p>System properties: {@code drill.away} (30), seconds; {@code drill.seed}.
 */
@ExtendWith(DrillTable.class)
class PostgresAwayDrill {

  private static final String NAME = "postgres-away";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FIRST_COMMIT = Duration.ofSeconds(5);
  private static final Duration BACKLOG_GONE = Duration.ofSeconds(30);
  private static final Map<String, String> SHORT_PERIODS = Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s");
  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("drill.away", 30));
  private static final int CHECKS = 2_000;
  private static final int CUTS = 40;

  @TempDir Path dir;

  /** What happens to Postgres; it is well again when this returns. */
  private interface Fault {
    void happen(Scene scene);
  }

  @Test
  void the_embedded_postgres_is_killed_and_then_frozen() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), SHORT_PERIODS).awaitReady(START)) {
      Api api = Api.createProject(tocsin.site(), data, SHORT_PERIODS, "drill");
      var checks = Database.manyChecks(data, api.projectCode(), CHECKS, 10, 5);
      try (Db db = Database.embedded(data);
          Load load = Load.start(tocsin.port(), checks, 64, 2_000)) {
        Ledger ledger = new Ledger(db);
        Await.that("all checks pinged", START, () -> load.accepted() > 2 * CHECKS);
        Optional<Instant> killed = ledger.serverStart();
        Database.killEmbedded(data);
        awaitAnother(ledger, killed);
        watchReturn("embedded, kill -9", ledger, load);
        Database.signalEmbedded(data, "STOP");
        Await.pause(AWAY);
        Database.signalEmbedded(data, "CONT");
        Duration recovery = watchReturn("embedded, frozen", ledger, load);
        load.close();
        String variant = "embedded: kill -9, then frozen for %d s".formatted(AWAY.toSeconds());
        judge(DrillRow.of(NAME, variant).recovered(recovery), db, ledger, load);
      }
    }
  }

  @Test
  void it_restarts() {
    drill(
        "restart",
        scene -> {
          scene.postgres().stop();
          scene.postgres().start();
        });
  }

  @Test
  void it_is_killed() {
    drill("kill -9", Scene::killPostgres);
  }

  @Test
  void it_is_away() {
    drill(
        "away for %d s".formatted(AWAY.toSeconds()),
        scene -> {
          scene.postgres().stop();
          Await.pause(AWAY);
          scene.postgres().start();
        });
  }

  /** Half of the cuts come when a COMMIT is on its way: nobody hears whether it took place. */
  @Test
  void its_connections_are_cut_in_the_middle_of_transactions() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    Random random = new Random(seed);
    drill(
        DrillRow.of(NAME, "%d cuts, half of them at COMMIT".formatted(CUTS)).seed(seed),
        scene -> {
          for (int cut = 0; cut < CUTS / 2; cut++) {
            Await.pause(Duration.ofMillis(random.nextInt(300)));
            scene.wire().cut();
            scene.wire().cutAtCommits(1);
            Await.that("a COMMIT to cut", START, () -> scene.wire().commitsToCut() == 0);
          }
        });
  }

  @Test
  void it_takes_connections_and_says_nothing() {
    drill(
        "silent for %d s".formatted(AWAY.toSeconds()),
        scene -> {
          scene.wire().silent(true);
          Await.pause(AWAY);
          scene.wire().silent(false);
        });
  }

  /**
   * The protection taken away, and the year is 2016: the journal has no room for an outage, so that
   * pings are refused, and that nobody could hear them is held against the jobs.
   */
  @Test
  void without_room_in_the_journal_and_with_blind_time_ignored_jobs_go_down_that_did_their_work() {
    try (Scene scene = Scene.start(dir, Map.of("TOCSIN_JOURNAL_MAX_BYTES", "180MiB"))) {
      List<UUID> checks = scene.checks(500, 10, 5);
      scene.db().update("being strict", "UPDATE checks SET blind_policy = 'alert'");
      try (Load load = Load.start(scene.port(), checks, 32, 1_000, 9_000)) {
        Ledger ledger = new Ledger(scene.db());
        Await.that("all checks pinged", START, () -> load.accepted() > 1_000);
        scene.postgres().stop();
        Await.pause(AWAY.plusSeconds(15));
        scene.postgres().start();
        Await.that("somebody goes down", START, () -> downs(scene.db()) > 0);
        load.close();
        ledger.awaitApplied(load, BACKLOG_GONE);
        DrillRow.without(NAME, "room in the journal, and excuses")
            .pings(ledger.balance(load))
            .with(Column.FALSE_DOWNS, downs(scene.db()))
            .mustShowHarm(Column.OTHER, Column.FALSE_DOWNS);
      }
    }
  }

  private void drill(String variant, Fault fault) {
    drill(DrillRow.of(NAME, variant), fault);
  }

  private void drill(DrillRow row, Fault fault) {
    try (Scene scene = Scene.start(dir, Map.of())) {
      List<UUID> checks = scene.checks(CHECKS, 10, 5);
      try (Load load = Load.start(scene.port(), checks, 64, 2_000)) {
        Ledger ledger = new Ledger(scene.db());
        Await.that("all checks pinged", START, () -> load.accepted() > 2 * CHECKS);
        fault.happen(scene);
        Duration recovery = watchReturn(row.variant(), ledger, load);
        // Deadlines of what was not heard in time pass after this, if there is any.
        Await.pause(Duration.ofSeconds(5));
        load.close();
        judge(row.recovered(recovery), scene.db(), ledger, load);
      }
    }
  }

  /** Processes of a killed server may answer for a moment yet. */
  private static void awaitAnother(Ledger ledger, Optional<Instant> killed) {
    Await.that(
        "another server answers",
        START,
        () -> ledger.serverStart().isPresent() && !ledger.serverStart().equals(killed));
  }

  /** From the moment Postgres answers again: when is the first commit, when is the backlog gone? */
  private static Duration watchReturn(String what, Ledger ledger, Load load) {
    Await.that("Postgres answers", START, () -> ledger.serverStart().isPresent());
    long back = System.nanoTime();
    long before = ledger.count();
    Await.that("first commit", FIRST_COMMIT, () -> ledger.countIfThere().orElse(before) > before);
    Duration first = Duration.ofNanos(System.nanoTime() - back);
    // Load goes on: the backlog is gone once what was accepted a moment ago is there.
    Scene.awaitCaughtUp(ledger, load, BACKLOG_GONE);
    Duration gone = Duration.ofNanos(System.nanoTime() - back);
    System.out.printf(
        "postgres-away: %s: first commit after %d ms, backlog gone after %d ms, slowest answer so far"
            + " %d ms%n",
        what, first.toMillis(), gone.toMillis(), load.slowest().toMillis());
    return gone;
  }

  private static void judge(DrillRow row, Db db, Ledger ledger, Load load) {
    ledger.awaitApplied(load, BACKLOG_GONE);
    Ledger.Balance pings = ledger.balance(load);
    row.pings(pings).with(Column.FALSE_DOWNS, downs(db)).mustHold();
    assertThat(pings.deviations()).isEmpty();
  }

  private static long downs(Db db) {
    return Database.flipsToDown(db);
  }
}
