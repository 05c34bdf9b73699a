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
import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.SilentJobs;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records come in an ordered stream that Postgres refuses whenever they are tried, and a check that
 * the alerter cannot judge: both by triggers that the drill plants in the real database. What is
 * poisoned is set aside, all others go on in their order, operators are told, and when the cause is
 * gone it is applied again, once. The process does not even notice.
 */
@ExtendWith(DrillTable.class)
class PoisonRecordDrill {

  private static final String NAME = "poison-record";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CHECKS = 200;
  private static final int POISONED_CHECKS = 3;
  private static final int SILENT = 20;

  /** How many must have been set aside: each costs the batches around it some tries. */
  private static final int POISONS = 8;

  @TempDir Path dir;

  @Test
  void what_cannot_be_applied_is_set_aside_and_everything_else_goes_on() throws IOException {
    try (AlertReceiver people = AlertReceiver.start();
        AlertReceiver operators = AlertReceiver.start();
        Scene scene = Scene.start(dir, Map.of("TOCSIN_OPERATORS_WEBHOOK", operators.url()))) {
      Db db = scene.db();
      long pid = scene.tocsin().pid();
      List<UUID> checks = scene.checks(CHECKS, 30, 30);
      SilentJobs silent = scene.silentJobs(people, SILENT, 5, 2);
      UUID unjudged = scene.checks(1, 5, 2).get(0);
      poison(db, checks.subList(0, POISONED_CHECKS), "23514");
      db.update(
          "planting a check that cannot be judged",
          """
          CREATE FUNCTION no_flip() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF NEW.new_status = 'down' AND NEW.check_id = (SELECT id FROM checks WHERE code = '%s') THEN
              RAISE EXCEPTION 'not this one' USING ERRCODE = '22023';
            END IF;
            RETURN NEW;
          END $$;
          CREATE TRIGGER no_flip BEFORE INSERT ON flips FOR EACH ROW EXECUTE FUNCTION no_flip()
          """
              .formatted(unjudged));
      Ledger ledger = new Ledger(db, SILENT);
      try (Load load = Load.start(scene.port(), checks, 16, 400)) {
        silent.report(scene.port());
        assertThat(ping(scene, unjudged)).isEqualTo(200);
        Await.that("poison is set aside", SOON, () -> aside(db) >= POISONS);
        Await.that("operators hear of pings", SOON, () -> told(operators, "were set aside"));
        SilentJobs.Told heard = silent.told(SOON);
        Await.that("a check is left alone", SOON, () -> leftAlone(db) == 1);
        Await.that("operators hear of a check", SOON, () -> told(operators, "cannot be judged"));
        readOnly(scene);
        load.close();
        awaitNothingLeft(ledger, load, db);
        int poisoned = Math.toIntExact(aside(db));
        assertThat(replay(scene)).as("a replay while the cause is there").contains("not today");
        long cured = System.nanoTime();
        cure(db);
        Await.that(
            "all of it is applied", SOON, () -> askForAll(db) && ledger.count() >= load.accepted());
        Duration recovery = Duration.ofNanos(System.nanoTime() - cured);
        Ledger.Balance pings = ledger.balance(load);
        System.out.printf("poison-record: %d of %d pings were set aside%n", poisoned, pings.sent());
        DrillRow.of(NAME, "records refused, and a check not judged")
            .pings(pings)
            .with(Column.FALSE_DOWNS, Database.flipsToDown(db) - SILENT + heard.missed())
            .alerts(heard)
            .recovered(recovery)
            .mustHold();
        assertThat(ofHealthyChecks(pings, checks)).isEmpty();
        // It fails whenever it is tried, and is told again only then.
        assertThat(down(db, unjudged)).isFalse();
        db.update("curing the check", "DROP TRIGGER no_flip ON flips");
        db.update(
            "trying it at once",
            "UPDATE check_state SET wake_at = now() FROM checks"
                + " WHERE id = check_id AND code = ?",
            unjudged);
        Await.that("it is judged", SOON, () -> down(db, unjudged));
      }
      assertThat(scene.tocsin().pid()).isEqualTo(pid);
      assertThat(scene.tocsin().status("/readyz")).isEqualTo(200);
      assertThat(scene.tocsin().terminate()).isZero();
    }
  }

  /**
   * The protection taken away: a refusal that does not say that it is for what the record holds. It
   * may pass, so the record is tried for ever, and all behind it waits.
   */
  @Test
  void without_setting_aside_one_record_holds_up_all_others() {
    try (AlertReceiver people = AlertReceiver.start();
        Scene scene = Scene.start(dir, Map.of())) {
      Db db = scene.db();
      List<UUID> checks = scene.checks(CHECKS, 30, 30);
      SilentJobs silent = scene.silentJobs(people, SILENT, 5, 2);
      Ledger ledger = new Ledger(db, SILENT);
      try (Load load = Load.start(scene.port(), checks, 16, 400)) {
        silent.report(scene.port());
        poison(db, checks.subList(0, 1), "53000");
        Await.pause(Duration.ofSeconds(20));
        load.close();
        Ledger.Balance stuck = ledger.balance(load);
        SilentJobs.Told heard = silent.told(Duration.ZERO);
        DrillRow.without(NAME, "quarantine (20 s later)")
            .pings(stuck)
            .alerts(heard)
            .mustShowHarm(Column.LOST, Column.MISSED_DOWNS);
        assertThat(load.statuses().keySet()).as("heard all the while").containsOnly(200);
        cure(db);
        ledger.awaitApplied(load, SOON);
        assertThat(ledger.deviations(load)).as("and it was a delay, not a loss").isEmpty();
        assertThat(silent.told(SOON)).isEqualTo(new SilentJobs.Told(0, 0, 0));
      }
    }
  }

  /** Every tenth ping of these checks is refused, with this SQLSTATE. */
  static void poison(Db db, List<UUID> checks, String state) {
    String codes = checks.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    db.update(
        "planting poison",
        """
        CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF convert_from(NEW.body, 'UTF8') ~ ':[0-9]*4$'
             AND NEW.check_id IN (SELECT id FROM checks WHERE code IN (%s)) THEN
            RAISE EXCEPTION 'not today' USING ERRCODE = '%s';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER poison BEFORE INSERT ON pings FOR EACH ROW EXECUTE FUNCTION poison()
        """
            .formatted(codes, state));
  }

  static void cure(Db db) {
    db.update("taking the poison away", "DROP TRIGGER poison ON pings");
  }

  /** As a fallback, operators can have everything read-only: pings are heard all the same. */
  private static void readOnly(Scene scene) {
    scene.run("rods", "set", "read-only", "--reason", "poison", "--until", "1h");
    Await.that("nothing can be changed", SOON, () -> create(scene) == 503);
    scene.run("rods", "clear", "read-only");
    Await.that("things can be changed", SOON, () -> create(scene) == 201);
  }

  private static int create(Scene scene) {
    try (RawHttp http = new RawHttp(scene.port())) {
      return http.post(
              "POST",
              "/api/v3/checks/",
              "{}".getBytes(StandardCharsets.UTF_8),
              "X-Api-Key: " + scene.api().apiKey())
          .status();
    } catch (IOException e) {
      return 0;
    }
  }

  private static int ping(Scene scene, UUID check) throws IOException {
    return RawHttp.ask(scene.port(), "GET", "/ping/" + check).status();
  }

  private static void awaitNothingLeft(Ledger ledger, Load load, Db db) {
    Await.that(
        "all is applied or set aside", SOON, () -> ledger.count() + aside(db) >= load.accepted());
  }

  static long aside(Db db) {
    return number(db, "SELECT count(*) AS n FROM quarantine WHERE settled IS NULL");
  }

  private static long leftAlone(Db db) {
    return number(db, "SELECT count(*) AS n FROM checks_set_aside WHERE until > now()");
  }

  /** Asks for one while it still fails; what came of it. */
  private static String replay(Scene scene) {
    Db db = scene.db();
    db.update(
        "asking for one",
        "UPDATE quarantine SET wanted_at = now(), wanted_by = 'drill'"
            + " WHERE id = (SELECT min(id) FROM quarantine)");
    Await.that(
        "it is tried",
        SOON,
        () -> number(db, "SELECT count(*) AS n FROM quarantine WHERE tried_at IS NOT NULL") == 1);
    return db.first(
            "looking what came of it",
            "SELECT tried_why AS t FROM quarantine WHERE tried_at IS NOT NULL",
            row -> row.string("t"))
        .orElseThrow();
  }

  /** As the page does with each; true. */
  static boolean askForAll(Db db) {
    db.update(
        "asking for all",
        "UPDATE quarantine SET wanted_at = now(), wanted_by = 'drill'"
            + " WHERE settled IS NULL AND wanted_at IS NULL");
    return true;
  }

  private static boolean told(AlertReceiver operators, String words) {
    return operators.taken().stream().anyMatch(call -> call.body().contains(words));
  }

  /** A ping that is applied later stands later in the log of its check, and only there. */
  private static List<String> ofHealthyChecks(Ledger.Balance pings, List<UUID> checks) {
    Map<String, Boolean> poisoned = new HashMap<>();
    checks.subList(0, POISONED_CHECKS).forEach(check -> poisoned.put(check.toString(), true));
    return pings.deviations().stream()
        .filter(line -> !poisoned.containsKey(line.substring(0, line.indexOf(':'))))
        .toList();
  }

  private static boolean down(Db db, UUID check) {
    return db.first(
            "looking at a check",
            "SELECT status AS t FROM check_state JOIN checks ON id = check_id WHERE code = ?",
            row -> row.string("t"),
            check)
        .orElseThrow()
        .equals("down");
  }

  private static long number(Db db, String sql) {
    return db.first("counting", sql, row -> row.number("n")).orElseThrow();
  }
}
