package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pings are applied with commits that do not wait for the disk of Postgres. Here it writes its log
 * as late as it can, and is killed: whatever it forgets, what it still says to have heard is there,
 * nothing goes down by it, and in the end every ping is there once.
 */
@ExtendWith(DrillTable.class)
class ForgottenCommitsDrill {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROUNDS = 2;

  @TempDir Path dir;

  private record Row(long check, long n, Instant at) {}

  @Test
  void what_was_said_to_be_heard_is_there_whatever_postgres_forgot() throws SQLException {
    try (Cluster cluster = new Cluster(dir, Map.of())) {
      writeLate(cluster);
      Cluster.Member listener = cluster.add("ping-listener", "ear");
      listener.awaitReady();
      UUID project = cluster.project("forgetful").projectCode();
      try (Db db = cluster.postgres().open()) {
        List<UUID> checks = Database.manyChecks(db, project, 8, 1, 60);
        Ledger ledger = new Ledger(db);
        long forgotten = 0;
        Load load = Load.start(listener.port(), checks, 4, 400);
        for (int round = 0; round < ROUNDS; round++) {
          long before = ledger.count();
          Await.that("pings", SOON, () -> ledger.countIfThere().orElse(0) > before + 400);
          Optional<Instant> server = ledger.serverStart();
          Set<Row> seen = new HashSet<>(rows(db));
          cluster.postgres().kill();
          if (round % 2 == 0) {
            listener.kill(); // and nobody is there to repeat what was forgotten
          }
          Await.that(
              "another server",
              SOON,
              () -> ledger.serverStart().isPresent() && !ledger.serverStart().equals(server));
          if (round % 2 == 0) {
            forgotten += judge(db, seen);
            listener.start();
            listener.awaitReady();
          }
        }
        load.close();
        ledger.awaitApplied(load, SOON);
        System.out.printf("forgotten-commits: Postgres forgot %d on the way%n", forgotten);
        Ledger.Balance pings = ledger.balance(load);
        // The listener is killed once: then nobody answers.
        DrillRow.of("forgotten-commits", "kill -9 of Postgres, once with the listener")
            .pings(pings)
            .with(Column.FALSE_DOWNS, Database.flipsToDown(db))
            .mustHold(Column.OTHER);
        assertThat(forgotten).as("else this proved nothing").isPositive();
        assertThat(pings.deviations()).isEmpty();
      }
    }
  }

  /** The log is written by whoever waits for it, and else every ten seconds. */
  private static void writeLate(Cluster cluster) throws SQLException {
    try (Db db = cluster.postgres().open();
        Connection connection = db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true); // as ALTER SYSTEM wants it
      statement.execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
      statement.execute("ALTER SYSTEM SET wal_writer_flush_after = '1GB'");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static List<Row> rows(Db db) {
    return db.query(
        "reading pings",
        "SELECT check_id, n, at FROM pings",
        row -> new Row(row.number("check_id"), row.number("n"), row.instant("at")));
  }

  /** Returns how many pings were forgotten that anybody could see before. */
  private static long judge(Db db, Set<Row> seen) {
    Instant heardThrough =
        db.first(
                "reading the watermark",
                "SELECT min(heard_through) AS v FROM streams WHERE closed_at IS NULL",
                row -> row.instant("v"))
            .orElseThrow();
    Set<Row> there = new HashSet<>(rows(db));
    List<Row> missing = seen.stream().filter(row -> !there.contains(row)).toList();
    assertThat(missing)
        .as("forgotten, and yet said to be heard")
        .allMatch(row -> row.at().isAfter(heardThrough));
    Runnable nothing = () -> {};
    OverdueScan scan =
        new OverdueScan(
            db,
            Duration.ZERO,
            Duration.ofSeconds(1),
            100,
            Optional.empty(),
            nothing,
            AlerterMetrics.NONE);
    scan.runOnce();
    assertThat(Database.flipsToDown(db)).as("downs by what was forgotten").isZero();
    return missing.size();
  }
}
