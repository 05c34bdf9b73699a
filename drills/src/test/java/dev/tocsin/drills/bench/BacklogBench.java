package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Metrics;
import dev.tocsin.drills.harness.PacedLoad;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast a backlog of a Postgres outage is applied, while pings go on; beside the rate at which
 * pings are applied when there is none.
 *
 * <p>System properties: {@code bench.backlog} (1000000), {@code bench.checks} (100000).
 */
class BacklogBench {

  private static final int BACKLOG = Integer.getInteger("bench.backlog", 1_000_000);
  private static final int CHECKS = Integer.getInteger("bench.checks", 100_000);
  private static final int GOING_ON = 1_000;

  /** How long pings take that are taken as they come. */
  private static final int SECONDS = 20;

  @TempDir Path dir;

  @Test
  void a_backlog_is_applied_while_pings_go_on() {
    Path data = dir.resolve("data");
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings = Map.of("DATABASE_URL", postgres.url());
      try (TocsinProcess tocsin =
          TocsinProcess.up(data, FreePort.next(), settings).awaitReady(Duration.ofSeconds(60))) {
        Api api = Api.createProject(tocsin.site(), data, settings, "bench");
        List<UUID> checks;
        try (Db db = postgres.open()) {
          checks = Database.manyChecks(db, api.projectCode(), CHECKS, 86_400, 3_600);
        }
        Wrk.run(tocsin.port(), checks, 256, 60); // nearly all are known by then
        double usual = usual(tocsin.port(), postgres, checks);
        postgres.stop();
        while (queued(tocsin) < BACKLOG) {
          Wrk.run(tocsin.port(), checks, 256, 3);
        }
        long backlog = queued(tocsin);
        try (PacedLoad goingOn = PacedLoad.start(tocsin.port(), checks, 32, GOING_ON)) {
          postgres.start();
          long began = System.nanoTime();
          Await.that("the backlog is gone", Duration.ofMinutes(10), () -> queued(tocsin) < 2_000);
          double took = (System.nanoTime() - began) / 1e9;
          PacedLoad.Result meanwhile = goingOn.stop();
          double drained = backlog / took + GOING_ON;
          Figures.line(
              String.format(Locale.ROOT, "drain of %,d pings over %,d checks", backlog, CHECKS),
              Figures.perSecond(drained),
              "%s of %s applied as they come"
                  .formatted(Figures.ratio(drained, usual), Figures.perSecond(usual)),
              "1.2");
          Figures.line(
              "answers meanwhile, 1,000 pings/s",
              String.format(
                  Locale.ROOT,
                  "p50 %.1f ms, p99 %.1f ms, %d not 2xx",
                  meanwhile.p50().toNanos() / 1e6,
                  meanwhile.p99().toNanos() / 1e6,
                  meanwhile.bad()),
              "",
              "p99 < 50 ms");
        }
      }
    }
  }

  private static double usual(int port, ExternalPostgres postgres, List<UUID> checks) {
    try (Db db = postgres.open()) {
      Ledger ledger = new Ledger(db);
      ledger.awaitStill(Duration.ofMinutes(5));
      long before = ledger.applied();
      long began = System.nanoTime();
      Wrk.run(port, checks, 256, SECONDS);
      return (ledger.applied() - before) / ((System.nanoTime() - began) / 1e9);
    }
  }

  /** Pings in the journal that Postgres has not taken yet. */
  private static long queued(TocsinProcess tocsin) {
    Metrics metrics = Metrics.of(tocsin);
    return (long)
        (metrics.sum("tocsin_pings_accepted_total") - metrics.sum("tocsin_pings_applied_sum"));
  }
}
