package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.SilentJobs;
import dev.tocsin.drills.harness.Visitors;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every answer of the database takes up to half a minute, under load, while more people look at
 * pages than there are connections. Pings are answered, status pages come from memory, every other
 * page and call of the API is there or a clear 503 in bounded time, and when the database is itself
 * again nobody has to do anything.
 *
 * <p>System property: {@code drill.slow} (60), seconds.
 */
@ExtendWith(DrillTable.class)
class SlowDatabaseDrill {

  private static final String NAME = "slow-database";
  private static final Duration SLOW = Duration.ofSeconds(Integer.getInteger("drill.slow", 60));
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(90);

  /** No single statement takes too long, but each page has several. */
  private static final Duration EACH = Duration.ofSeconds(10);

  /** The limit is 15 s; the rest is for a busy machine. */
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  private static final int PEOPLE = 40;
  private static final int SILENT = 20;

  /**
   * Pools of the alerter and of the dashboard, the listener's three, listeners for news, the drill.
   */
  private static final int CONNECTIONS = 2 * 10 + 3 + 5 + 2;

  @TempDir Path dir;

  @Test
  void pings_and_pages_are_answered_while_every_query_takes_half_a_minute() {
    try (AlertReceiver people = AlertReceiver.start();
        Scene scene = Scene.start(dir, Map.of())) {
      List<UUID> checks = scene.checks(500, 10, 5);
      SilentJobs silent = scene.silentJobs(people, SILENT, 10, 5);
      Ledger ledger = new Ledger(scene.db(), SILENT);
      String status = scene.statusPage();
      String cookie = scene.signIn();
      try (Load load = Load.start(scene.port(), checks, 32, 500)) {
        Await.that("all checks pinged", SOON, () -> load.accepted() > 1_000);
        silent.report(scene.port());
        scene.wire().slow(ANSWER);
        Visitors inMemory = Visitors.start(scene.port(), List.of(status), IN_TIME, Set.of(200), 4);
        Visitors visitors = visitors(scene, cookie);
        Await.pause(SLOW);
        long connections = connections(scene.db());
        inMemory.close();
        visitors.close();
        scene.wire().slow(Duration.ZERO);
        Duration recovery = Scene.awaitCaughtUp(ledger, load, SOON);
        Await.that("ready", SOON, () -> scene.tocsin().status("/readyz") == 200);
        Await.that("pages", SOON, () -> scene.tocsin().status("/sign-in") == 200);
        SilentJobs.Told told = silent.told(SOON);
        load.close();
        ledger.awaitApplied(load, SOON);
        System.out.printf(
            "slow-database: slowest ping %d ms, slowest page %d ms, pages %s, %s; %d connections%n",
            load.slowest().toMillis(),
            visitors.slowest().toMillis(),
            visitors.answers(),
            inMemory.answers(),
            connections);
        Ledger.Balance pings = ledger.balance(load);
        DrillRow.of(
                NAME,
                "answers take up to %d s for %d s".formatted(ANSWER.toSeconds(), SLOW.toSeconds()))
            .pings(pings)
            .with(Column.PAGES, visitors.asked() + inMemory.asked())
            .with(Column.UNSEEN, visitors.unseen() + inMemory.unseen())
            .with(Column.FALSE_DOWNS, Database.flipsToDown(scene.db()) - SILENT + told.missed())
            .alerts(told)
            .recovered(recovery)
            .mustHold();
        assertThat(pings.deviations()).isEmpty();
        assertThat(connections).isLessThanOrEqualTo(CONNECTIONS);
      }
    }
  }

  /** The protection taken away: everybody may wait for as long as it takes. */
  @Test
  void without_a_limit_to_waiting_people_look_at_nothing() {
    try (Scene scene = Scene.start(dir, Map.of("TOCSIN_DASHBOARD_ANSWER_WITHIN", "10m"))) {
      String cookie = scene.signIn();
      scene.wire().slow(EACH);
      Visitors visitors = visitors(scene, cookie);
      Await.pause(SLOW);
      visitors.close();
      System.out.printf("slow-database, without a limit: pages %s%n", visitors.answers());
      DrillRow.without(NAME, "a limit to waiting")
          .with(Column.PAGES, visitors.asked())
          .with(Column.UNSEEN, visitors.unseen())
          .mustShowHarm(Column.UNSEEN);
    }
  }

  /** More than there are connections; each asks for pages and for what programs ask. */
  private static Visitors visitors(Scene scene, String cookie) {
    String project = "/projects/" + scene.api().projectCode();
    return Visitors.start(
        scene.port(),
        List.of(project + "/checks", "/api/v3/checks/", project + "/reports", "/sign-in"),
        IN_TIME,
        Set.of(200, 503),
        PEOPLE,
        "Cookie: " + cookie,
        "X-Api-Key: " + scene.api().apiKey());
  }

  private static long connections(Db db) {
    return db.first(
            "counting connections",
            "SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend'",
            row -> row.number("n"))
        .orElseThrow();
  }
}
