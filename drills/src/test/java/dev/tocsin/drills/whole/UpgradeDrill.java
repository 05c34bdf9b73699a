package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import dev.tocsin.store.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions meet: the shipped jar on a database of an earlier one, and beside a later one. */
class UpgradeDrill {

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path dir;

  @Test
  void the_database_of_the_first_version_goes_on_with_this_one() {
    Path kept =
        Path.of("../tocsin/src/test/resources/dev/tocsin/backup/schema-0001.tocsin")
            .toAbsolutePath();
    Path data = dir.resolve("data");
    Map<String, String> settings = Map.of("TOCSIN_SECRET_KEY", "00".repeat(32));
    TocsinProcess.run(data, settings, "restore", kept.toString());
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), settings).awaitReady(START);
        Db db = Database.embedded(data)) {
      Await.that(
          "a ping to a check of then", SOON, () -> tocsin.status("/ping/ping-key-1/backup") == 200);
      Await.that("its check has heard it, after the three of then", SOON, () -> pings(db) == 4);
      assertThat(tocsin.status("/readyz")).isEqualTo(200);
    }
  }

  private static long pings(Db db) {
    return db.first(
            "reading the check",
            "SELECT n_pings AS n FROM check_state WHERE check_id = 1",
            row -> row.number("n"))
        .orElseThrow();
  }

  @Test
  void processes_go_on_beside_a_later_schema_and_two_who_migrate_at_once_do_it_once() {
    Path data = dir.resolve("data");
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings =
          Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s", "DATABASE_URL", postgres.url());
      try (TocsinProcess tocsin =
              TocsinProcess.up(data, FreePort.next(), settings).awaitReady(START);
          Db db = postgres.open()) {
        Api api = Api.createProject(tocsin.site(), data, settings, "upgrade");
        List<UUID> checks = Database.manyChecks(db, api.projectCode(), 20, 2, 2);
        try (Load load = Load.start(tocsin.port(), checks, 2, 50)) {
          Await.that("pings", SOON, () -> load.accepted() > 100);
          assertThat(migrateTwiceAtOnce(db.dataSource())).isEqualTo(1);
          assertThat(Schema.version(db.dataSource())).contains("9999");
          long then = load.accepted();
          Await.that("pings go on", SOON, () -> load.accepted() > then + 100);
          load.close();
          Ledger ledger = new Ledger(db);
          ledger.awaitApplied(load, SOON);
          assertThat(load.statuses().keySet()).isEqualTo(Set.of(200));
          assertThat(ledger.deviations(load)).isEmpty();
        }
        assertThat(api.createCheck("{\"name\": \"made beside it\"}").get("name").asText())
            .isEqualTo("made beside it");
        Await.that("silence is found", SOON, () -> Database.flipsToDown(db) == 20);
        assertThat(tocsin.status("/readyz")).isEqualTo(200);
        // And a process of this version may still start.
        try (TocsinProcess another =
            TocsinProcess.up(dir.resolve("another"), FreePort.next(), settings)) {
          another.awaitReady(START);
        }
        assertThat(TocsinProcess.run(data, settings, "migrate")).contains("already up to date");
      }
    }
  }

  private static int migrateTwiceAtOnce(DataSource database) {
    List<CompletableFuture<Integer>> both =
        Stream.of(1, 2).map(i -> CompletableFuture.supplyAsync(() -> later(database))).toList();
    return both.stream().mapToInt(CompletableFuture::join).sum();
  }

  /** As the next version would: its migrations are this one's, and one more. */
  private static int later(DataSource database) {
    FluentConfiguration config =
        Flyway.configure()
            .dataSource(database)
            .locations("classpath:dev/tocsin/store/migrations", "classpath:dev/tocsin/drills/later")
            .table(Schema.HISTORY);
    config
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return config.load().migrate().migrationsExecuted;
  }
}
