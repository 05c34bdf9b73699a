package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Tocsin costs while nothing happens, with many checks; and how long a second start takes.
 *
 * <p>System properties: {@code bench.idle-checks} (100000), {@code bench.idle-seconds} (30), {@code
 * bench.idle-after} (180): since the start.
 */
class IdleBench {

  private static final int CHECKS = Integer.getInteger("bench.idle-checks", 100_000);
  private static final Duration WATCH =
      Duration.ofSeconds(Integer.getInteger("bench.idle-seconds", 30));

  /** The compiler is busy with the start for minutes: code that runs once a second is late. */
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.idle-after", 180));

  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void each_role_alone() {
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"))) {
      postgres.start();
      Map<String, String> settings = Map.of("DATABASE_URL", postgres.url());
      TocsinProcess.run(dir.resolve("data"), settings, "migrate");
      Api.createProject(URI.create("http://127.0.0.1"), dir.resolve("data"), settings, "idle");
      try (Db db = postgres.open()) {
        Database.manyChecksUp(db, CHECKS);
      }
      for (String role : List.of("ping-listener", "alerter", "dashboard")) {
        int port = FreePort.next();
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.put(
            "TOCSIN_%s_PORT".formatted(role.replace("ping-", "").toUpperCase(Locale.ROOT)),
            "" + port);
        try (TocsinProcess process =
            TocsinProcess.start(role, dir.resolve(role), port, own).awaitReady(START)) {
          Await.pause(WARM_UP);
          print(role + " alone", process, role.equals("alerter") ? "2 %" : "");
        }
      }
    }
  }

  @Test
  void everything_in_one_process() {
    Path data = dir.resolve("data");
    int port = FreePort.next();
    UUID check;
    try (TocsinProcess first = TocsinProcess.up(data, port, Map.of()).awaitReady(START)) {
      Api api = Api.createProject(first.site(), data, Map.of(), "idle");
      check = UUID.fromString(api.createCheck("{}").get("uuid").asText());
      try (Db db = Database.embedded(data)) {
        Database.manyChecksUp(db, CHECKS);
      }
    }
    long began = System.nanoTime();
    try (TocsinProcess second = TocsinProcess.up(data, port, Map.of())) {
      Await.that("first answered ping", START, () -> second.status("/ping/" + check) == 200);
      Figures.line(
          "second start to the first answered ping, embedded Postgres",
          Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms",
          "",
          "4 s");
      second.awaitReady(START);
      Await.pause(WARM_UP);
      print("everything in one process, without Postgres", second, "350 MB");
    }
  }

  private static void print(String what, TocsinProcess process, String target) {
    double cpu = ProcessFigures.cpuPercent(process.pid(), WATCH);
    Figures.line(
        String.format(Locale.ROOT, "at rest, %,d checks: %s", CHECKS, what),
        "%.2f %% of a core, %d MB".formatted(cpu, ProcessFigures.residentMegabytes(process.pid())),
        "",
        target);
  }
}
