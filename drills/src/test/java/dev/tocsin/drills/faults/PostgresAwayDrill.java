package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Postgres is killed, and then away for 30 s, under 2,000 pings/s of checks whose deadline is
 * shorter than that: no answer but 2xx, none lost, no false down, and the backlog is gone soon.
 *
 * <p>System property: {@code drill.away} (30), seconds.
 */
class PostgresAwayDrill {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FIRST_COMMIT = Duration.ofSeconds(5);
  private static final Duration BACKLOG_GONE = Duration.ofSeconds(30);
  private static final Map<String, String> SHORT_PERIODS = Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s");
  private static final int AWAY_SECONDS = Integer.getInteger("drill.away", 30);

  @TempDir Path dir;

  @Test
  void the_embedded_postgres_is_killed_and_then_frozen() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, TocsinProcess.freePort(), SHORT_PERIODS).awaitReady(START)) {
      Api api = Api.createProject(tocsin.site(), data, SHORT_PERIODS, "drill");
      var checks = Database.manyChecks(data, api.projectCode(), 2_000, 10, 5);
      try (Db db = Database.embedded(data);
          Load load = Load.start(tocsin.port(), checks, 64, 2_000)) {
        Ledger ledger = new Ledger(db);
        Await.that("all checks pinged", START, () -> load.accepted() > 4_000);
        Optional<Instant> killed = ledger.serverStart();
        Database.killEmbedded(data);
        awaitAnother(ledger, killed);
        watchReturn("embedded, kill -9", ledger, load);
        Database.signalEmbedded(data, "STOP");
        Await.pause(Duration.ofSeconds(AWAY_SECONDS));
        Database.signalEmbedded(data, "CONT");
        watchReturn("embedded, frozen", ledger, load);
        load.close();
        judge("embedded", db, ledger, load);
      }
    }
  }

  @Test
  void an_external_postgres_is_killed_and_then_stopped() {
    Path data = dir.resolve("data");
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings =
          Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s", "DATABASE_URL", postgres.url());
      try (TocsinProcess tocsin =
          TocsinProcess.up(data, TocsinProcess.freePort(), settings).awaitReady(START)) {
        Api api = Api.createProject(tocsin.site(), data, settings, "drill");
        try (Db db = postgres.open()) {
          var checks = Database.manyChecks(db, api.projectCode(), 2_000, 10, 5);
          try (Load load = Load.start(tocsin.port(), checks, 64, 2_000)) {
            Ledger ledger = new Ledger(db);
            Await.that("all checks pinged", START, () -> load.accepted() > 4_000);
            Optional<Instant> killed = ledger.serverStart();
            postgres.kill();
            awaitAnother(ledger, killed);
            watchReturn("external, kill -9", ledger, load);
            postgres.stop();
            Await.pause(Duration.ofSeconds(AWAY_SECONDS));
            postgres.start();
            watchReturn("external, stopped", ledger, load);
            load.close();
            judge("external", db, ledger, load);
          }
        }
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
  private static void watchReturn(String what, Ledger ledger, Load load) {
    Await.that("Postgres answers", START, () -> ledger.serverStart().isPresent());
    long back = System.nanoTime();
    long before = ledger.count();
    Await.that("first commit", FIRST_COMMIT, () -> ledger.countIfThere().orElse(before) > before);
    Duration first = Duration.ofNanos(System.nanoTime() - back);
    // Load goes on: the backlog is gone once what was accepted a moment ago is there.
    Await.that(
        "backlog gone",
        BACKLOG_GONE,
        () -> {
          long accepted = load.accepted();
          Await.pause(Duration.ofMillis(200));
          return ledger.countIfThere().orElse(-1) >= accepted;
        });
    System.out.printf(
        "postgres-away: %s: first commit after %d ms, backlog gone after %d ms, slowest answer so far"
            + " %d ms, answers %s%n",
        what,
        first.toMillis(),
        Duration.ofNanos(System.nanoTime() - back).toMillis(),
        load.slowest().toMillis(),
        load.statuses());
  }

  private static void judge(String what, Db db, Ledger ledger, Load load) {
    ledger.awaitApplied(load, BACKLOG_GONE);
    System.out.printf(
        "postgres-away: %s: %d answered 2xx, %d in Postgres, slowest answer %d ms%n",
        what, load.accepted(), ledger.count(), load.slowest().toMillis());
    assertThat(load.statuses().keySet()).isEqualTo(Set.of(200));
    assertThat(ledger.deviations(load)).isEmpty();
    assertThat(Database.flipsToDown(db)).as("false downs").isZero();
  }
}
