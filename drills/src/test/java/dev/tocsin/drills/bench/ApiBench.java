package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the answers take that programs ask for, from the first byte of the request to the last
 * one of the answer, in a project with very many checks; and how many badges a second there are,
 * with how many transactions. The shipped jar, its embedded Postgres and the client share the
 * machine.
 *
 * <p>System properties: {@code bench.checks} (10000), {@code bench.seconds} (10), {@code
 * bench.connections} (64).
 */
class ApiBench {

  private static final int CHECKS = Integer.getInteger("bench.checks", 10_000);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 10);
  private static final int CONNECTIONS = Integer.getInteger("bench.connections", 64);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path dir;

  @Test
  void answers_for_programs() throws IOException, InterruptedException {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(60))) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> checks = Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      String all = api.get("/api/v3/badges/").at("/badges/*/svg").asText();
      String badge = all.substring(all.indexOf("/badge/"));
      String metrics = "/projects/" + api.projectCode() + "/metrics/" + api.readKey();
      System.out.println("| answer | bytes | p50 | p99 | most |");
      time(tocsin, api, "list of %d checks".formatted(CHECKS), "/api/v3/checks/", 100);
      time(tocsin, api, "one check", "/api/v3/checks/" + checks.get(CHECKS / 2), 1_000);
      time(tocsin, api, "metrics of %d checks".formatted(CHECKS), metrics, 100);
      time(tocsin, api, "badge of %d checks".formatted(CHECKS), badge, 1_000);
      crowd(tocsin.port(), data, badge);
    }
  }

  private static void time(TocsinProcess tocsin, Api api, String what, String path, int times)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(tocsin.site().resolve(path))
            .header("X-Api-Key", api.apiKey())
            .build();
    int bytes = 0;
    long[] nanos = new long[times];
    for (int i = -times / 2; i < times; i++) { // the first half as often warms up
      long began = System.nanoTime();
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      long took = System.nanoTime() - began;
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " was answered " + answer.statusCode());
      }
      bytes = answer.body().length;
      if (i >= 0) {
        nanos[i] = took;
      }
    }
    Arrays.sort(nanos);
    double p50 = nanos[times / 2] / 1e6;
    double p99 = nanos[times * 99 / 100] / 1e6;
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        bytes,
        p50,
        p99,
        nanos[times - 1] / 1e6);
    Figures.line(
        "API: " + what,
        String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", p50, p99),
        "",
        "< 300 ms");
  }

  private static void crowd(int port, Path data, String badge) {
    try (Db db = Database.embedded(data)) {
      Wrk.get(port, List.of(badge), CONNECTIONS, 5);
      long before = transactions(db);
      Wrk.Result result = Wrk.get(port, List.of(badge), CONNECTIONS, SECONDS);
      System.out.printf(
          Locale.ROOT,
          "| badges, %d connections | %.0f/s | p50 %s, p99 %s | %d bad | %.1f transactions/s, the"
              + " idle ones of all roles included |%n",
          CONNECTIONS,
          result.perSecond(),
          result.p50(),
          result.p99(),
          result.bad(),
          (transactions(db) - before) / (double) SECONDS);
    }
  }

  private static long transactions(Db db) {
    return db.first(
            "counting transactions",
            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()",
            row -> row.number("xact_commit"))
        .orElseThrow();
  }
}
