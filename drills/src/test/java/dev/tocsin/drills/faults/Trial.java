package dev.tocsin.drills.faults;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.SilentJobs;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What every fault is judged by: jobs that go on pinging, none of which may go down, and jobs that
 * fall silent at a moment that the drill chooses, each of which must, and be told of once.
 */
final class Trial implements AutoCloseable {

  static final Duration START = Duration.ofSeconds(90);
  static final Duration CAUGHT_UP = Duration.ofMinutes(1);

  /** A run that was due in blind time gets a minute more; then the alerter must settle. */
  private static final Duration TOLD = Duration.ofMinutes(2);

  private static final int PERIOD_SECONDS = 10;
  private static final int GRACE_SECONDS = 5;
  private static final int SILENT = 5;

  /** What is put on the installation. */
  record Strain(int checks, int connections, double perSecond, int bodyBytes) {
    static final Strain USUAL = new Strain(500, 32, 500, 0);
  }

  private final AlertReceiver people = AlertReceiver.start();
  private final int port;
  private final SilentJobs silent;
  private final Load load;
  private boolean fellSilent;

  private Trial(Db db, Path keyDir, UUID project, int port, Strain strain) {
    this.port = port;
    List<UUID> checks =
        Database.manyChecks(db, project, strain.checks(), PERIOD_SECONDS, GRACE_SECONDS);
    this.silent =
        SilentJobs.make(db, keyDir, project, people, SILENT, PERIOD_SECONDS, GRACE_SECONDS);
    this.load =
        Load.start(port, checks, strain.connections(), strain.perSecond(), strain.bodyBytes());
    Await.that("all checks pinged", START, () -> load.accepted() > 2L * strain.checks());
  }

  /**
   * Begins with jobs that ping; returns when all of them did twice.
   *
   * @param keyDir where the key lies with which channels are encrypted
   */
  static Trial begin(Db db, Path keyDir, UUID project, int port, Strain strain) {
    return new Trial(db, keyDir, project, port, strain);
  }

  static Trial begin(Scene scene, Strain strain) {
    return begin(scene.db(), scene.data(), scene.api().projectCode(), scene.port(), strain);
  }

  Load load() {
    return load;
  }

  /** Pings in Postgres that are of the load. */
  Ledger ledger(Db db) {
    return new Ledger(db, fellSilent ? SILENT : 0);
  }

  /** Some jobs report for the last time. Not in the middle of a fault: the pings must be heard. */
  void fallSilent() {
    silent.report(port);
    fellSilent = true;
  }

  /** How many answers were not 2xx so far. */
  long refused() {
    return load.statuses().entrySet().stream()
        .filter(e -> e.getKey() / 100 != 2)
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** How many answers had this status so far; 0 stands for none. */
  long answers(int status) {
    var count = load.statuses().get(status);
    return count == null ? 0 : count.get();
  }

  /** Returns once nothing is refused any more; how long that took. */
  Duration awaitHeardAgain(Duration atMost) {
    long began = System.nanoTime();
    Await.that(
        "pings are answered 2xx again",
        atMost,
        () -> {
          long before = load.accepted();
          long refused = refused();
          Await.pause(Duration.ofMillis(500));
          return load.accepted() > before && refused() == refused;
        });
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /**
   * Waits until people know of all that fell silent, ends the load, and compares.
   *
   * @param db as it is now: after a failover it is another one
   */
  DrillRow judge(DrillRow row, Db db) {
    return judge(row, db, TOLD);
  }

  /**
   * As {@link #judge(DrillRow, Db)}, of whoever is told within {@code patience} after the faults.
   */
  DrillRow judge(DrillRow row, Db db, Duration patience) {
    if (!fellSilent) {
      fallSilent();
    }
    SilentJobs.Told told = silent.in(db).told(patience);
    load.close();
    awaitApplied(db, CAUGHT_UP);
    return row.pings(ledger(db).balance(load))
        .alerts(told)
        .with(Column.FALSE_DOWNS, falseDowns(db));
  }

  /** As {@link #judge}, of the pings alone, where jobs went down when the load ended. */
  DrillRow judgePings(DrillRow row, Db db) {
    load.close();
    return row.pings(ledger(db).balance(load));
  }

  /** Waits until all is applied; what is missing after that is lost. */
  void awaitApplied(Db db, Duration atMost) {
    Ledger ledger = ledger(db);
    long end = System.nanoTime() + atMost.toNanos();
    while (ledger.countIfThere().orElse(0) < load.accepted() && System.nanoTime() < end) {
      Await.pause(Duration.ofMillis(200));
    }
  }

  /** How many times a job went down that never stopped to ping. */
  long falseDowns(Db db) {
    return db
        .query(
            "looking who went down",
            """
            SELECT c.code FROM flips f JOIN checks c ON c.id = f.check_id
             WHERE f.new_status = 'down'
            """,
            row -> row.uuid("code"))
        .stream()
        .filter(check -> !silent.checks().contains(check))
        .count();
  }

  /** Silence is held against the jobs, whatever we could not hear: the protection taken away. */
  static void ignoreBlindTime(Db db) {
    db.update("being strict", "UPDATE checks SET blind_policy = 'alert'");
  }

  @Override
  public void close() {
    load.close();
    people.close();
  }
}
