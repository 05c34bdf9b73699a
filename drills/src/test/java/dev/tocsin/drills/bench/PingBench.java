package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.ProcessFigures;
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
      bare = bare(checks);
      Wrk.run(tocsin.port(), checks, CONNECTIONS, WARM_UP_SECONDS);
      try (Db db = Database.embedded(data)) {
        Ledger ledger = new Ledger(db);
        long before = ledger.applied();
        long began = System.nanoTime();
        Wrk.Result ours = Wrk.run(tocsin.port(), checks, CONNECTIONS, SECONDS);
        double took = (System.nanoTime() - began) / 1e9;
        double applied = (ledger.applied() - before) / took;
        print("bare Vert.x server", bare, bare, "");
        print("pings answered, durable and applied", ours, bare, "");
        System.out.printf(
            "| applied to Postgres | %.0f/s | %.2f | | |%n", applied, applied / bare.perSecond());
        System.out.printf(
            "| resident memory | %d MB | | | |%n", ProcessFigures.residentMegabytes(tocsin.pid()));
      }
    }
  }

  private static void print(String what, Wrk.Result result, Wrk.Result bare, String note) {
    System.out.printf(
        "| %s, %d connections | %.0f/s | %.2f | p50 %s, p99 %s | %d bad %s|%n",
        what,
        CONNECTIONS,
        result.perSecond(),
        result.perSecond() / bare.perSecond(),
        result.p50(),
        result.p99(),
        result.bad(),
        note);
  }

  private static Wrk.Result bare(List<UUID> checks) throws IOException {
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
      Wrk.run(port, checks, CONNECTIONS, WARM_UP_SECONDS);
      return Wrk.run(port, checks, CONNECTIONS, Math.min(SECONDS, 20));
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
