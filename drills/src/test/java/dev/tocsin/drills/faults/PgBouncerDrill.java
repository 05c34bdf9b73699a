package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.faults.Trial.Strain;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Scene;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's PgBouncer stands between, in transaction mode, set up as docs/operations.md says, and is
 * killed and started again under load. No answer but 200, nothing lost, nothing doubled, no false
 * down, and alerts leave.
 */
@ExtendWith(DrillTable.class)
class PgBouncerDrill {

  private static final String NAME = "pgbouncer";
  private static final int RESTARTS = 5;
  private static final Duration APART = Duration.ofSeconds(2);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path dir;

  @Test
  void a_pooler_that_comes_and_goes_costs_nothing() throws IOException {
    DrillRow row = DrillRow.of(NAME, "killed and started %d times".formatted(RESTARTS));
    run(row, true).mustHold();
  }

  /** The protection taken away: Tocsin does not know that connections are shared. */
  @Test
  void without_being_told_of_the_pooler_what_was_prepared_is_on_other_connections()
      throws IOException {
    run(DrillRow.without(NAME, "database.pooler (20 s later)"), false)
        .mustShowHarm(Column.MISSED_DOWNS);
  }

  private DrillRow run(DrillRow row, boolean told) throws IOException {
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      try (PgBouncer bouncer = PgBouncer.start(dir, postgres);
          Db db = postgres.open()) {
        db.update("time-outs", "ALTER ROLE tocsin SET lock_timeout = '5s'");
        db.update("time-outs", "ALTER ROLE tocsin SET statement_timeout = '30s'");
        Map<String, String> settings =
            Map.of(
                "TOCSIN_LIMITS_MIN_PERIOD", "1s",
                "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
                "DATABASE_URL", bouncer.url(),
                "TOCSIN_DATABASE_DIRECT_URL", postgres.url(),
                "TOCSIN_DATABASE_POOLER", Boolean.toString(told));
        Path data = dir.resolve("data");
        try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), settings).awaitReady(Trial.START)) {
          Map<String, String> past = Map.of("DATABASE_URL", postgres.url());
          Api api = Api.createProject(tocsin.site(), data, past, "drill");
          try (Trial trial =
              Trial.begin(db, data, api.projectCode(), tocsin.port(), Strain.USUAL)) {
            trial.fallSilent();
            for (int i = 0; i < RESTARTS; i++) {
              Await.pause(APART);
              bouncer.kill();
              Await.pause(AWAY);
              bouncer.startAgain();
            }
            Duration recovery =
                told
                    ? Scene.awaitCaughtUp(trial.ledger(db), trial.load(), Trial.CAUGHT_UP)
                    : Duration.ZERO;
            row = row.recovered(recovery);
            DrillRow judged = told ? trial.judge(row, db) : trial.judge(row, db, SOON);
            assertThat(trial.load().statuses().keySet()).isEqualTo(Set.of(200));
            return judged;
          }
        }
      }
    }
  }
}
