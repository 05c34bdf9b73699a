package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.ProcessorTime;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pings per second, answered and applied, beside a bare Vert.x server: the shipped jar, its
 * embedded Postgres and the load generator share the machine.
 *
 * <p>System properties: {@code bench.seconds} (60), {@code bench.connections} (256), {@code
 * bench.checks} (10000).
 */
class PingBench {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
  private static final int CONNECTIONS = Integer.getInteger("bench.connections", 256);
  private static final int CHECKS = Integer.getInteger("bench.checks", 10_000);
  private static final int WARM_UP_SECONDS = 30;

  /** Without Postgres, for each number of connections: the journal must have room for all of it. */
  private static final int JOURNAL_SECONDS = Math.min(SECONDS, 20);

  @TempDir Path dir;

  @Test
  void pings_per_second_answered_and_applied() throws IOException {
    Path data = dir.resolve("data");
    Wrk.Result bare;
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, TocsinProcess.freePort(), Map.of())
            .awaitReady(Duration.ofSeconds(60))) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> checks = Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      bare = bare(checks, CONNECTIONS, SECONDS);
      Wrk.run(tocsin.port(), checks, CONNECTIONS, WARM_UP_SECONDS);
      try (Db db = Database.embedded(data)) {
        Ledger ledger = new Ledger(db);
        long before = ledger.applied();
        ProcessorTime until = ProcessorTime.of(tocsin);
        long began = System.nanoTime();
        Wrk.Result ours = Wrk.run(tocsin.port(), checks, CONNECTIONS, SECONDS);
        double took = (System.nanoTime() - began) / 1e9;
        ProcessorTime after = ProcessorTime.of(tocsin);
        long pings = ledger.applied() - before;
        double applied = pings / took;
        print("bare Vert.x server", CONNECTIONS, bare, bare);
        print("pings answered, durable and applied", CONNECTIONS, ours, bare);
        System.out.printf(
            "| applied to Postgres | %.0f/s | %.2f | | |%n", applied, applied / bare.perSecond());
        System.out.printf(
            "| processor for a ping that is applied | %s | | | idle %.2f |%n",
            after.perPing(until, pings), after.idleShare(until, took));
        System.out.printf(
            "| resident memory | %d MB | | | |%n", ProcessFigures.residentMegabytes(tocsin.pid()));
      }
    }
  }

  @Test
  void pings_per_second_answered_while_postgres_is_stopped() throws IOException {
    Path data = dir.resolve("data");
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings = Map.of("DATABASE_URL", postgres.url());
      try (TocsinProcess tocsin =
          TocsinProcess.up(data, TocsinProcess.freePort(), settings)
              .awaitReady(Duration.ofSeconds(60))) {
        Api api = Api.createProject(tocsin.site(), data, settings, "bench");
        List<UUID> checks;
        try (Db db = postgres.open()) {
          checks = Database.manyChecks(db, api.projectCode(), CHECKS, 86_400, 3_600);
        }
        Wrk.run(tocsin.port(), checks, CONNECTIONS, WARM_UP_SECONDS); // all are known by then
        postgres.stop();
        for (int connections : new int[] {64, 256, 1_024}) {
          Wrk.Result bare = bare(checks, connections, JOURNAL_SECONDS);
          Wrk.Result ours = Wrk.run(tocsin.port(), checks, connections, JOURNAL_SECONDS);
          print("bare Vert.x server", connections, bare, bare);
          print("pings answered, durable, Postgres stopped", connections, ours, bare);
        }
      }
    }
  }

  private static void print(String what, int connections, Wrk.Result result, Wrk.Result bare) {
    System.out.printf(
        "| %s, %d connections | %.0f/s | %.2f | p50 %s, p99 %s | %d bad |%n",
        what,
        connections,
        result.perSecond(),
        result.perSecond() / bare.perSecond(),
        result.p50(),
        result.p99(),
        result.bad());
  }

  private static Wrk.Result bare(List<UUID> checks, int connections, int seconds)
      throws IOException {
    int port = TocsinProcess.freePort();
    Process server =
        new ProcessBuilder(
                "java",
                "-Dport=" + port,
                "-cp",
                TocsinProcess.jar() + ":" + Path.of("target", "test-classes").toAbsolutePath(),
                BareServer.class.getName())
            .inheritIO()
            .start();
    try {
      Await.that("bare server listens", Duration.ofSeconds(20), () -> listens(port));
      Wrk.run(port, checks, connections, WARM_UP_SECONDS);
      return Wrk.run(port, checks, connections, Math.min(seconds, 20));
    } finally {
      server.destroy();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
