package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup is made under load; then everything is lost, and the backup is brought back: on another
 * data directory, on the same one with its journal, and beside a listener that went on. Nothing
 * goes down for the time of which the database knows nothing, and no alert leaves twice.
 *
 * <p>The last one is done again without what the restore has noted of that time: then checks go
 * down that were heard.
 */
class BackupRestoreDrill {

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMinutes(3);

  /** A stream whose node is another process now is given up after half a minute. */
  private static final Duration RETIRED = Duration.ofMinutes(4);

  private static final int PERIOD = 15;
  private static final int GRACE = 5;
  private static final int HEARD = 100;
  private static final int FAILED = 5;
  private static final int PER_SECOND = 50;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TOCSIN_LIMITS_MIN_PERIOD", "1s",
          "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
          "TOCSIN_BACKUP_PASSPHRASE", "correct horse battery staple");

  @TempDir Path dir;

  /** One program on a data directory, with checks that are heard and some that have failed. */
  private final class Site {
    private final int port;
    private final Map<String, String> settings = new HashMap<>(SETTINGS);
    private final List<UUID> heard;
    private final Path data;
    private TocsinProcess tocsin;

    Site(Path data, AlertReceiver receiver) {
      this.data = data;
      this.port = FreePort.next();
      settings.put("TOCSIN_NODE_ADDRESS", "127.0.0.1:" + port);
      this.tocsin = TocsinProcess.up(data, port, settings).awaitReady(START);
      Api api = Api.createProject(tocsin.site(), data, settings, "drill");
      try (Db db = Database.embedded(data)) {
        Database.addWebhook(db, data, api.projectCode(), receiver.url());
        List<UUID> all = Database.manyChecks(db, api.projectCode(), HEARD + FAILED, PERIOD, GRACE);
        db.update(
            "assigning",
            "INSERT INTO check_channels SELECT c.id, ch.id FROM checks c CROSS JOIN channels ch"
                + " WHERE c.name LIKE 'job%'");
        heard = all.subList(0, HEARD);
        all.subList(HEARD, HEARD + FAILED).forEach(check -> api.ping(check, "/fail"));
      }
      Await.that("those that failed are told", SOON, () -> downs(receiver) == FAILED);
    }

    Load load() {
      return Load.start(port, heard, 8, PER_SECOND);
    }

    Path backup(Load load) {
      Await.that("all are heard", SOON, () -> load.accepted() > 2 * HEARD);
      Path file = dir.resolve("night.tocsin");
      TocsinProcess.run(data, settings, "backup", "--with-key", file.toString());
      TocsinProcess.run(data, settings, "backup", "--verify", file.toString());
      return file;
    }
  }

  @Test
  void everything_is_lost_and_comes_back_as_it_was() {
    try (AlertReceiver receiver = AlertReceiver.start()) {
      Site site = new Site(dir.resolve("first"), receiver);
      Path file;
      try (Load load = site.load()) {
        file = site.backup(load);
        Await.pause(Duration.ofSeconds(3));
      } finally {
        site.tocsin.kill();
      }
      Await.pause(Duration.ofSeconds(PERIOD + GRACE));
      Path data = dir.resolve("second");
      String said = TocsinProcess.run(data, site.settings, "restore", file.toString());
      System.out.printf("backup-restore: another data directory:%n%s", said);
      try (TocsinProcess tocsin =
              TocsinProcess.up(data, site.port, site.settings).awaitReady(START);
          Load again = Load.start(site.port, site.heard, 8, PER_SECOND);
          Db db = Database.embedded(data)) {
        assertThat(number(db, "SELECT count(*) AS n FROM check_state WHERE status = 'down'"))
            .isEqualTo(FAILED);
        awaitJudged(db);
        judge("another data directory", db, receiver);
        again.close();
        Await.that(
            "silence is an alarm again", SOON, () -> Database.flipsToDown(db) == HEARD + FAILED);
        assertThat(tocsin.status("/readyz")).isEqualTo(200);
      }
    }
  }

  @Test
  void the_journal_brings_what_was_heard_since_and_nothing_twice() {
    try (AlertReceiver receiver = AlertReceiver.start()) {
      Site site = new Site(dir.resolve("data"), receiver);
      Load load = site.load();
      Path file = site.backup(load);
      long atBackup = load.accepted();
      Await.that("pings since", SOON, () -> load.accepted() > atBackup + 3 * HEARD);
      site.tocsin.kill();
      load.close();
      Await.pause(Duration.ofSeconds(PERIOD + GRACE));
      TocsinProcess.run(
          site.data, site.settings, "restore", "--replace", "--yes", "--force", file.toString());
      try (TocsinProcess tocsin =
              TocsinProcess.up(site.data, site.port, site.settings).awaitReady(START);
          Db db = Database.embedded(site.data)) {
        Ledger ledger = new Ledger(db);
        ledger.awaitApplied(load, SOON);
        assertThat(ledger.deviations(load)).isEmpty();
        try (Load again = site.load()) {
          awaitJudged(db);
          judge("the same data directory", db, receiver);
          assertThat(again.statuses().keySet()).containsOnly(200);
        }
        assertThat(tocsin.output()).contains("pings replayed");
      }
    }
  }

  @Test
  void a_listener_that_went_on_does_not_speak_for_one_that_is_lost() {
    assertThat(downsWith(true)).as("false downs").isZero();
  }

  /** The protection taken away. */
  @Test
  void without_a_note_of_what_is_not_known_checks_go_down_that_were_heard() {
    assertThat(downsWith(false)).as("false downs").isPositive();
  }

  /** The database goes back to before another listener came, which is lost with its disk. */
  private long downsWith(boolean noted) {
    try (Cluster cluster = new Cluster(dir.resolve("noted-" + noted), SETTINGS)) {
      Cluster.Member first = cluster.add("ping-listener", "ear-1");
      cluster.add("alerter", "alerter");
      cluster.members().forEach(Cluster.Member::awaitReady);
      Api api = cluster.project("drill");
      List<UUID> checks;
      try (Db db = cluster.postgres().open()) {
        checks = Database.manyChecks(db, api.projectCode(), HEARD, PERIOD, GRACE);
      }
      Load load = Load.start(first.port(), checks, 8, PER_SECOND);
      Await.that("all are heard", SOON, () -> load.accepted() > 2 * HEARD);
      Path file = dir.resolve("noted-" + noted + ".tocsin");
      TocsinProcess.run(cluster.data(), cluster.settings(), "backup", file.toString());
      Cluster.Member second = cluster.add("ping-listener", "ear-2");
      second.awaitReady();
      load.close();
      try (Load other = Load.start(second.port(), checks, 8, PER_SECOND)) {
        Await.pause(Duration.ofSeconds(2 * (PERIOD + GRACE)));
        try (Db db = cluster.postgres().open()) {
          assertThat(Database.flipsToDown(db)).as("before anything is lost").isZero();
        }
      }
      second.kill(); // its disk is gone, too
      String force = "--force";
      TocsinProcess.run(
          cluster.data(),
          cluster.settings(),
          "restore",
          "--replace",
          "--yes",
          force,
          file.toString());
      try (Db db = cluster.postgres().open();
          Load again = Load.start(first.port(), checks, 8, PER_SECOND)) {
        if (!noted) {
          db.update("taking it away", "DELETE FROM deaf_times WHERE cause = 'restored'");
        }
        Await.pause(Duration.ofSeconds(2 * (PERIOD + GRACE)));
        long downs = Database.flipsToDown(db);
        System.out.printf(
            "backup-restore: a listener that went on, %s: %d false downs, answers %s%n",
            noted ? "as it is" : "without the note", downs, again.statuses());
        return downs;
      }
    }
  }

  /** The streams of before are done with, and every deadline since has been looked at. */
  private static void awaitJudged(Db db) {
    Await.that(
        "one open stream",
        RETIRED,
        () -> number(db, "SELECT count(*) AS n FROM streams WHERE closed_at IS NULL") == 1);
    Await.that(
        "the blind time is shown",
        SOON,
        () ->
            number(db, "SELECT count(*) AS n FROM blind_times WHERE 'restored' = ANY(causes)")
                == 1);
    Await.pause(Duration.ofSeconds(PERIOD + 2 * GRACE));
  }

  private static void judge(String what, Db db, AlertReceiver receiver) {
    Set<String> keys = new HashSet<>();
    receiver.news().forEach(news -> keys.add(news.key()));
    System.out.printf(
        "backup-restore: %s: %d downs, %d before the backup; %d alerts, %d of them told twice%n",
        what,
        Database.flipsToDown(db),
        FAILED,
        receiver.news().size(),
        receiver.news().size() - keys.size());
    assertThat(Database.flipsToDown(db)).as("false downs").isEqualTo(FAILED);
    assertThat(downs(receiver)).as("alerts").isEqualTo(FAILED);
    assertThat(
            number(
                db,
                """
                SELECT count(*) AS n FROM check_state s
                 WHERE n_pings <> (SELECT count(*) FROM pings p WHERE p.check_id = s.check_id)
                """))
        .as("checks whose log is not whole")
        .isZero();
  }

  /** Several may come in one message. */
  private static long downs(AlertReceiver receiver) {
    return receiver.news().stream()
        .mapToLong(news -> news.body().split("\"status\":\"down\"", -1).length - 1)
        .sum();
  }

  private static long number(Db db, String sql) {
    return db.first("counting", sql, row -> row.number("n")).orElseThrow();
  }
}
