package dev.tocsin.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.ProcessorTime;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.postgres.Access;
import dev.tocsin.postgres.EmbeddedPostgres;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pings per second, answered and applied, beside a bare Vert.x server: the shipped jar, its
 * embedded Postgres and the load generator share the machine.
 *
 * <p>System properties: {@code bench.seconds} (60), {@code bench.connections} (256,1024), {@code
 * bench.checks} (10000).
 */
class PingBench {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
  private static final List<Integer> CONNECTIONS =
      Stream.of(System.getProperty("bench.connections", "256,1024").split(",", -1))
          .map(Integer::valueOf)
          .toList();

  /** More are a crowd, of which less is answered and more applied. */
  private static final int MANY = 512;

  private static final int CHECKS = Integer.getInteger("bench.checks", 10_000);
  private static final int WARM_UP_SECONDS = 30;

  /** Without Postgres, for each number of connections: the journal must have room for all of it. */
  private static final int JOURNAL_SECONDS = Math.min(SECONDS, 20);

  /** By connections. */
  private static final Map<Integer, String> TARGETS =
      new TreeMap<>(Map.of(64, "0.6", 256, "0.7", 1_024, "0.8"));

  @TempDir Path dir;

  @Test
  void pings_per_second_answered_and_applied() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(60));
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> checks = Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      Ledger ledger = new Ledger(db);
      for (int connections : CONNECTIONS) {
        Wrk.Result bare = bare(checks, connections);
        double applied = applied(tocsin, ledger, checks, connections, bare);
        ledger.awaitStill(Duration.ofMinutes(5));
        double statements = statements(data, checks, connections);
        Figures.line(
            "applied to Postgres meanwhile, %d connections".formatted(connections),
            Figures.perSecond(applied),
            "%s of %s with a statement for each ping"
                .formatted(Figures.ratio(applied, statements), Figures.perSecond(statements)),
            "8; " + (connections > MANY ? "25,000/s" : "20,000/s"));
      }
    }
  }

  private static double applied(
      TocsinProcess tocsin, Ledger ledger, List<UUID> checks, int connections, Wrk.Result bare) {
    Wrk.run(tocsin.port(), checks, connections, WARM_UP_SECONDS);
    long before = ledger.applied();
    ProcessorTime until = ProcessorTime.of(tocsin);
    long began = System.nanoTime();
    Wrk.Result ours = Wrk.run(tocsin.port(), checks, connections, SECONDS);
    double took = (System.nanoTime() - began) / 1e9;
    ProcessorTime after = ProcessorTime.of(tocsin);
    long pings = ledger.applied() - before;
    print("pings answered, known targets, Postgres running", connections, ours, bare, "");
    System.out.printf(
        "processor for a ping that is applied: %s; idle %.2f; resident %d MB%n",
        after.perPing(until, pings),
        after.idleShare(until, took),
        ProcessFigures.residentMegabytes(tocsin.pid()));
    return pings / took;
  }

  @Test
  void pings_per_second_answered_while_postgres_is_stopped() {
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
        Wrk.run(tocsin.port(), checks, 256, WARM_UP_SECONDS); // all are known by then
        postgres.stop();
        for (Map.Entry<Integer, String> one : TARGETS.entrySet()) {
          int connections = one.getKey();
          Wrk.Result bare = bare(checks, connections);
          Wrk.Result ours = measured("ping", tocsin.pid(), tocsin.port(), checks, connections);
          print(
              "pings answered, durable, Postgres stopped", connections, ours, bare, one.getValue());
        }
      }
    }
  }

  private static void print(
      String what, int connections, Wrk.Result result, Wrk.Result bare, String target) {
    Figures.line(
        "%s, %d connections".formatted(what, connections),
        "%s, p50 %s, p99 %s, %d bad"
            .formatted(
                Figures.perSecond(result.perSecond()), result.p50(), result.p99(), result.bad()),
        "%s of %s of a bare server"
            .formatted(
                Figures.ratio(result.perSecond(), bare.perSecond()),
                Figures.perSecond(bare.perSecond())),
        target);
  }

  private static Wrk.Result bare(List<UUID> checks, int connections) {
    try (OtherServer bare = OtherServer.bare()) {
      Wrk.run(bare.port(), checks, connections, WARM_UP_SECONDS);
      return measured("bare answer", bare.pid(), bare.port(), checks, connections);
    }
  }

  /** So many seconds as the journal has room for; says what an answer costs, and where. */
  private static Wrk.Result measured(
      String what, long pid, int port, List<UUID> checks, int connections) {
    ProcessorTime until = ProcessorTime.of(pid);
    Wrk.Result result = Wrk.run(port, checks, connections, JOURNAL_SECONDS);
    long answers = Math.round(result.perSecond() * JOURNAL_SECONDS);
    System.out.printf(
        "processor for a %s, %d connections: %s%n",
        what, connections, ProcessorTime.of(pid).perPing(until, answers));
    return result;
  }

  /** Pings a second where each is a statement. */
  private static double statements(Path data, List<UUID> checks, int connections) {
    Access to = EmbeddedPostgres.running(data.resolve("postgres")).orElseThrow();
    try (OtherServer other = OtherServer.statements(to.port(), to.password())) {
      Wrk.run(other.port(), checks, connections, WARM_UP_SECONDS);
      Wrk.Result result = Wrk.run(other.port(), checks, connections, Math.min(SECONDS, 20));
      assertThat(result.bad()).as("answers of the other server that failed").isZero();
      return result.perSecond();
    }
  }
}
