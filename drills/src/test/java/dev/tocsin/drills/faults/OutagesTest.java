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
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Visitors;
import dev.tocsin.store.FreePort;
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
 * The five outages of {@code docs/drills.md} one after the other, in a short form, on one process
 * that lives through all of them while jobs go on reporting.
 */
@ExtendWith(DrillTable.class)
class OutagesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration IN_TIME = Duration.ofSeconds(20);
  private static final int SILENT = 5;

  @TempDir Path dir;

  @Test
  void one_process_lives_through_all_five_and_nobody_is_told_a_lie() {
    try (AlertReceiver people = AlertReceiver.start();
        Scene scene = Scene.start(dir, Map.of())) {
      long pid = scene.tocsin().pid();
      List<UUID> checks = scene.checks(100, 10, 20);
      SilentJobs silent = scene.silentJobs(people, SILENT, 10, 10);
      Ledger ledger = new Ledger(scene.db(), SILENT);
      String page = scene.statusPage();
      Visitors visitors = Visitors.start(scene.port(), List.of(page), IN_TIME, Set.of(200), 2);
      try (Load load = Load.start(scene.port(), checks, 8, 100)) {
        Await.that("all checks pinged", SOON, () -> load.accepted() > 200);
        silent.report(scene.port());
        scene.killPostgres();
        Scene.awaitCaughtUp(ledger, load, SOON);
        scene.moveDatabase();
        Scene.awaitCaughtUp(ledger, load, SOON);
        halfDeployed();
        poison(scene, checks, ledger, load);
        Visitors callers = slow(scene);
        Duration recovery = Scene.awaitCaughtUp(ledger, load, SOON);
        SilentJobs.Told told = silent.told(SOON);
        visitors.close();
        load.close();
        ledger.awaitApplied(load, SOON);
        Ledger.Balance pings = ledger.balance(load);
        DrillRow.of("all five", "in a short form, one after the other")
            .pings(pings)
            .with(Column.PAGES, visitors.asked() + callers.asked())
            .with(Column.UNSEEN, visitors.unseen() + callers.unseen())
            .with(Column.FALSE_DOWNS, Database.flipsToDown(scene.db()) - SILENT + told.missed())
            .alerts(told)
            .recovered(recovery)
            .mustHold();
      }
      assertThat(scene.tocsin().pid()).isEqualTo(pid);
      assertThat(scene.tocsin().terminate()).isZero();
    }
  }

  /** A new process that lacks a setting says so and ends; it takes nothing over. */
  private void halfDeployed() {
    TocsinProcess next =
        TocsinProcess.start("ping-listener", dir.resolve("next"), FreePort.next(), Map.of());
    assertThat(next.awaitExit(SOON)).isNotZero();
    assertThat(next.output()).contains("database.url");
  }

  private static void poison(Scene scene, List<UUID> checks, Ledger ledger, Load load) {
    PoisonRecordDrill.poison(scene.db(), checks.subList(0, 3), "23514");
    Await.that("poison is set aside", SOON, () -> PoisonRecordDrill.aside(scene.db()) > 0);
    PoisonRecordDrill.cure(scene.db());
    Await.that(
        "it is applied",
        SOON,
        () -> PoisonRecordDrill.askForAll(scene.db()) && PoisonRecordDrill.aside(scene.db()) == 0);
    Scene.awaitCaughtUp(ledger, load, SOON);
  }

  /** Returns who called the API meanwhile. */
  private static Visitors slow(Scene scene) {
    scene.wire().slow(Duration.ofSeconds(30));
    Visitors callers =
        Visitors.start(
            scene.port(),
            List.of("/api/v3/checks/"),
            IN_TIME,
            Set.of(200, 503),
            4,
            "X-Api-Key: " + scene.api().apiKey());
    Await.that("calls are answered", SOON, () -> callers.asked() > 8);
    callers.close();
    scene.wire().slow(Duration.ZERO);
    return callers;
  }
}
