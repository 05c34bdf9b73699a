package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.SilentJobs;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Postgres is gone, and everybody looks at the status page at once, while pings go on at the same
 * port. Each visitor gets the page, each ping its answer, and when Postgres is back those who fell
 * silent meanwhile are told of. In a browser the page asks nobody else for anything.
 *
 * <p>System properties: {@code drill.visitors} (1000) connections at once, {@code drill.spike} (20)
 * seconds. Needs {@code wrk} and Chromium.
 */
@ExtendWith(DrillTable.class)
class StatusSpikeDrill {

  private static final String NAME = "status-spike";
  private static final int VISITORS = Integer.getInteger("drill.visitors", 1_000);
  private static final int SPIKE_SECONDS = Integer.getInteger("drill.spike", 20);
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int SILENT = 20;

  @TempDir Path dir;

  @Test
  void everybody_sees_the_page_and_every_ping_is_heard_while_postgres_is_gone() {
    try (AlertReceiver people = AlertReceiver.start();
        Scene scene = Scene.start(dir, Map.of())) {
      List<UUID> checks = scene.checks(300, 10, 5);
      SilentJobs silent = scene.silentJobs(people, SILENT, 10, 5);
      Ledger ledger = new Ledger(scene.db(), SILENT);
      String page = scene.statusPage();
      try (Load load = Load.start(scene.port(), checks, 16, 300)) {
        Await.that("all checks pinged", SOON, () -> load.accepted() > 600);
        silent.report(scene.port());
        scene.postgres().stop();
        Wrk.Result spike = spike(scene, page);
        alone(scene, page);
        scene.postgres().start();
        Duration recovery = Scene.awaitCaughtUp(ledger, load, SOON);
        SilentJobs.Told told = silent.told(SOON);
        load.close();
        ledger.awaitApplied(load, SOON);
        System.out.printf(
            "status-spike: %,.0f pages/s over %d connections, median %s, p99 %s; slowest ping %d ms%n",
            spike.perSecond(), VISITORS, spike.p50(), spike.p99(), load.slowest().toMillis());
        Ledger.Balance pings = ledger.balance(load);
        DrillRow.of(NAME, "%,d visitors at once".formatted(VISITORS))
            .pings(pings)
            .with(Column.PAGES, Math.round(spike.perSecond() * SPIKE_SECONDS))
            .with(Column.UNSEEN, spike.bad())
            .with(Column.FALSE_DOWNS, Database.flipsToDown(scene.db()) - SILENT + told.missed())
            .alerts(told)
            .recovered(recovery)
            .mustHold();
        assertThat(pings.deviations()).isEmpty();
      }
    }
  }

  /** The protection taken away: nothing is kept on the disk, and the process has to start anew. */
  @Test
  void without_copies_on_disk_a_start_without_postgres_shows_nothing() throws IOException {
    try (Scene scene = Scene.start(dir, Map.of())) {
      scene.checks(10, 60, 60);
      String page = scene.statusPage();
      Path kept = scene.data().resolve("status-pages");
      Await.that("a copy on disk", SOON, () -> !isEmpty(kept));
      scene.postgres().stop();
      scene.tocsin().kill();
      clear(kept);
      TocsinProcess again = scene.startAgain();
      Await.that("somebody answers", SOON, () -> again.status(page) != 0);
      Wrk.Result spike = Wrk.get(scene.port(), List.of(page), Map.of(), 50, 3);
      DrillRow.without(NAME, "copies on disk")
          .with(Column.PAGES, Math.round(spike.perSecond() * 3))
          .with(Column.UNSEEN, spike.bad())
          .mustShowHarm(Column.UNSEEN);
    }
  }

  private static Wrk.Result spike(Scene scene, String page) {
    return Wrk.get(
        scene.port(), List.of(page), Map.of("Accept-Encoding", "gzip"), VISITORS, SPIKE_SECONDS);
  }

  /** The page must not share the fate of what it reports on: it asks nobody else for anything. */
  private static void alone(Scene scene, String page) {
    try (Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright);
        Look look = new Look(browser, scene.tocsin().site().toString(), Look.Screen.PHONE_DARK)) {
      look.open(page);
      look.see("Drill");
      look.assertNoComplaints();
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
