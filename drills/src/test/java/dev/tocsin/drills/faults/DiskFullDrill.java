package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal's disk is small and runs full: once by the journal itself, with Postgres (on another
 * disk) away, once by somebody else, to the last byte. Pings are answered 503 with {@code
 * Retry-After} and never with another refusal, what was answered 2xx is there, and with room it all
 * goes on by itself.
 */
@ExtendWith(DrillTable.class)
class DiskFullDrill {

  private static final String NAME = "disk-full";
  private static final int DISK_MIB = 192;
  private static final int WHOLE_MIB = 420;
  private static final Duration FULL = Duration.ofSeconds(60);
  private static final Duration HEARD = Duration.ofSeconds(10);
  private static final Duration LASTS = Duration.ofSeconds(8);
  private static final Map<String, String> SETTINGS = Map.of("TOCSIN_JOURNAL_MIN_FREE", "32MiB");
  private static final Strain LARGE = new Strain(500, 32, 1_000, 9_000);

  @TempDir Path dir;
  private SmallDisk disk;

  @BeforeEach
  void mount() {
    disk = SmallDisk.inMemory(dir.resolve("data"), DISK_MIB);
  }

  @AfterEach
  void unmount() {
    disk.close();
  }

  @Test
  void a_journal_that_fills_its_disk_refuses_and_goes_on_when_there_is_room() throws Exception {
    try (Scene scene = Scene.start(dir, SETTINGS);
        Trial trial = Trial.begin(scene, LARGE)) {
      Duration recovery = fillByAnOutage(scene, trial);
      DrillRow row = DrillRow.of(NAME, "journal's disk, by the journal").recovered(recovery);
      trial.judge(row, scene.db()).mustHold(Column.OTHER);
      assertThat(trial.load().statuses().keySet()).containsExactlyInAnyOrder(200, 503);
    }
  }

  /** All on one disk: what the journal leaves is for Postgres, to take what the journal holds. */
  @Test
  void the_embedded_postgres_on_the_same_disk_has_room_and_operators_are_told() {
    Path data = dir.resolve("whole");
    try (SmallDisk whole = SmallDisk.inMemory(data, WHOLE_MIB);
        AlertReceiver operators = AlertReceiver.start()) {
      Map<String, String> settings =
          Map.of(
              "TOCSIN_LIMITS_MIN_PERIOD", "1s",
              "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
              "TOCSIN_JOURNAL_MIN_FREE", "128MiB",
              "TOCSIN_OPERATORS_WEBHOOK", operators.url());
      try (TocsinProcess tocsin =
          TocsinProcess.up(data, FreePort.next(), settings).awaitReady(Trial.START)) {
        Api api = Api.createProject(tocsin.site(), data, settings, "drill");
        try (Db db = Database.embedded(data);
            Trial trial = Trial.begin(db, data, api.projectCode(), tocsin.port(), LARGE)) {
          Database.signalEmbedded(data, "STOP");
          Await.that("pings are refused", FULL, () -> trial.answers(503) > 0);
          Await.that(
              "operators are told",
              FULL,
              () -> operators.taken().stream().anyMatch(it -> it.body().contains("of disk free")));
          Database.signalEmbedded(data, "CONT");
          long back = System.nanoTime();
          trial.awaitHeardAgain(FULL);
          Scene.awaitCaughtUp(trial.ledger(db), trial.load(), Trial.CAUGHT_UP);
          Duration recovery = Duration.ofNanos(System.nanoTime() - back);
          DrillRow row = DrillRow.of(NAME, "one disk for all, by the journal");
          trial.judge(row.recovered(recovery), db).mustHold(Column.OTHER);
          assertThat(tocsin.output()).doesNotContain("Postgres ended");
          assertThat(whole).isNotNull();
        }
      }
    }
  }

  /** The protection taken away: that nobody was heard is held against the jobs. */
  @Test
  void without_blind_time_jobs_go_down_that_were_refused() throws Exception {
    try (Scene scene = Scene.start(dir, SETTINGS);
        Trial trial = Trial.begin(scene, LARGE)) {
      Trial.ignoreBlindTime(scene.db());
      fillByAnOutage(scene, trial);
      Await.that("somebody goes down", FULL, () -> trial.falseDowns(scene.db()) > 0);
      DrillRow row = DrillRow.without(NAME, "excuse for blind time");
      trial.judge(row, scene.db()).mustShowHarm(Column.OTHER, Column.FALSE_DOWNS);
    }
  }

  private static Duration fillByAnOutage(Scene scene, Trial trial) throws IOException {
    scene.postgres().stop();
    Await.that("pings are refused", FULL, () -> trial.answers(503) > 0);
    assertRefusedInOrder(scene);
    Await.pause(LASTS.multipliedBy(2)); // longer than the jobs' deadlines
    scene.postgres().start();
    long back = System.nanoTime();
    trial.awaitHeardAgain(FULL);
    Scene.awaitCaughtUp(trial.ledger(scene.db()), trial.load(), Trial.CAUGHT_UP);
    return Duration.ofNanos(System.nanoTime() - back);
  }

  @Test
  void a_disk_that_somebody_else_fills_ends_nothing() throws Exception {
    try (Scene scene = Scene.start(dir, SETTINGS);
        Trial trial = Trial.begin(scene, Strain.USUAL)) {
      long pid = scene.tocsin().pid();
      Path file = disk.fill();
      Await.that("pings are refused", FULL, () -> trial.answers(503) > 0);
      assertRefusedInOrder(scene);
      Await.pause(LASTS);
      Await.that(
          "a write has failed",
          FULL,
          () -> scene.tocsin().output().contains("pings are refused until the disk"));
      assertThat(ProcessHandle.of(pid)).as("the process lives").isPresent();
      Files.delete(file);
      Duration recovery = trial.awaitHeardAgain(HEARD);
      DrillRow row = DrillRow.of(NAME, "journal's disk, to the last byte, by others");
      trial.judge(row.recovered(recovery), scene.db()).mustHold(Column.OTHER);
      assertThat(trial.load().statuses().keySet()).containsExactlyInAnyOrder(200, 503);
      assertThat(scene.tocsin().pid()).isEqualTo(pid);
    }
  }

  private static void assertRefusedInOrder(Scene scene) throws IOException {
    RawHttp.Answer answer = RawHttp.ask(scene.port(), "GET", "/ping/" + UUID.randomUUID());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
    Await.that("not ready", HEARD, () -> scene.tocsin().status("/readyz") == 503);
  }
}
