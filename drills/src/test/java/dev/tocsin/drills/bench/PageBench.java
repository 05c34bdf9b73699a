package dev.tocsin.drills.bench;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.drills.harness.DemoPages;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import dev.tocsin.store.Schema;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long every page takes and what it weighs, compressed, as one client measures it from the
 * first byte of the request to the last one of the answer: the pages of the demo, whose project has
 * so many checks more, each with forty pings, and 100,000 changes of status in four weeks. The role
 * {@code dashboard} of the shipped jar, a Postgres like the embedded one, and the client share the
 * machine.
 *
 * <p>System properties: {@code bench.times} (100) requests for each page, {@code bench.changes}
 * (100000).
 */
class PageBench {

  private static final int TIMES = Integer.getInteger("bench.times", 100);
  private static final int CHANGES = Integer.getInteger("bench.changes", 100_000);

  /** The key with which the demo seals. */
  private static final String KEY = "0".repeat(64);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000})
  void pages(int checks) throws IOException, InterruptedException {
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("postgres"))) {
      postgres.start();
      Map<String, String> pages = new LinkedHashMap<>();
      String session = fill(postgres, checks, pages);
      int port = FreePort.next();
      Map<String, String> settings =
          Map.of(
              "DATABASE_URL", postgres.url(),
              "TOCSIN_SECRET_KEY", KEY,
              "TOCSIN_DASHBOARD_PORT", Integer.toString(port));
      try (TocsinProcess tocsin =
          TocsinProcess.start("dashboard", dir.resolve("data"), port, settings)
              .awaitReady(Duration.ofMinutes(2))) {
        System.out.printf(Locale.ROOT, "%,d checks, %,d changes%n", checks, CHANGES);
        System.out.println(
            "| page | bytes compressed | p50 | p99 | least | processor, without Postgres |");
        Timing slowest = null;
        for (Map.Entry<String, String> page : pages.entrySet()) {
          Timing timing = time(tocsin, session, page.getKey(), page.getValue());
          if (page.getKey().equals("checks")) {
            timing.line("list page", checks, checks > 1_000 ? "p50 < 300 ms" : "p50 < 50 ms");
          }
          if (slowest == null || slowest.p50 < timing.p50) {
            slowest = timing;
          }
        }
        Objects.requireNonNull(slowest)
            .line(
                "slowest of %d pages, \"%s\"".formatted(pages.size(), slowest.page),
                checks,
                checks > 1_000 ? "" : "p50 < 50 ms");
      }
    }
  }

  /** Fills the database; returns a session. */
  private static String fill(ExternalPostgres postgres, int checks, Map<String, String> pages) {
    try (Db db = postgres.open()) {
      Schema.migrate(db.dataSource());
    }
    try (DemoSite site = new DemoSite(postgres.config(), 0)) {
      site.manyChecks(checks);
      changes(site.dashboard.db, site.operations.id());
      site.dashboard.db.update("looking at what there is", "ANALYZE");
      Map<String, String> all = DemoPages.of(site);
      String list = all.get("checks");
      pages.put("checks, searched", list + "?q=7");
      pages.put("checks, in groups", list + "?group=tag");
      pages.put("palette", "/palette?q=7&project=" + site.operations.code());
      pages.put("reports by day", all.get("reports") + "?period=day");
      pages.putAll(all);
      // As people open it: what is not looked at yet comes later.
      pages.computeIfPresent("doctor", (name, path) -> path.replace("?go=on", ""));
      return site.session();
    }
  }

  /** Down and up by turns, the same number of each check. */
  private static void changes(Db db, long project) {
    db.update(
        "changing",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT c.id, now() - (n + 0.5) * interval '28 days' / greatest(1, ? / c.number),
               CASE WHEN n % 2 = 0 THEN 'down' ELSE 'up' END,
               CASE WHEN n % 2 = 0 THEN 'up' ELSE 'down' END,
               CASE WHEN n % 2 = 0 THEN 'success' ELSE 'timeout' END, true
          FROM (SELECT id, count(*) OVER () AS number FROM checks
                 WHERE project_id = ? AND name LIKE 'job %') c,
               generate_series(0, ? / c.number - 1) n
        """,
        CHANGES,
        project,
        CHANGES);
  }

  /** How one page was answered. */
  private record Timing(String page, double p50, double p99) {

    void line(String what, int checks, String target) {
      Figures.line(
          String.format(Locale.ROOT, "%s, %,d checks", what, checks),
          String.format(Locale.ROOT, "p50 %.0f ms, p99 %.0f ms", p50, p99),
          "",
          target);
    }
  }

  private static Timing time(TocsinProcess tocsin, String session, String what, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(tocsin.site().resolve(path))
            .header("Cookie", "tocsin=" + session)
            .header("Accept-Encoding", "gzip")
            .build();
    int bytes = 0;
    long[] nanos = new long[TIMES];
    double processor = 0;
    for (int i = -TIMES / 2; i < TIMES; i++) { // the first half as often warms up
      if (i == 0) {
        processor = ProcessFigures.cpuSeconds(tocsin.pid());
      }
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
    processor = ProcessFigures.cpuSeconds(tocsin.pid()) - processor;
    Arrays.sort(nanos);
    Timing timing = new Timing(what, nanos[TIMES / 2] / 1e6, nanos[TIMES * 99 / 100] / 1e6);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        bytes,
        timing.p50,
        timing.p99,
        nanos[0] / 1e6,
        1_000 * processor / TIMES);
    return timing;
  }
}
