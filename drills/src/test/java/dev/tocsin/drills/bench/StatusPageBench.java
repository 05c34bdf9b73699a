package dev.tocsin.drills.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Status pages per second from one process, compressed as browsers ask for them, beside the bare
 * server in the same minute: the two take turns. Then the answers to browsers that have the page
 * already, and pages while Postgres is stopped, none of which may fail. The load generator has its
 * share of the same cores. The target is 20,000 pages a second, and half of what the bare server
 * does.
 *
 * <p>System properties: {@code bench.seconds} (10) of each turn, {@code bench.turns} (2), {@code
 * bench.checks} (20) on the page.
 */
class StatusPageBench {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 10);
  private static final int TURNS = Integer.getInteger("bench.turns", 2);
  private static final int CHECKS = Integer.getInteger("bench.checks", 20);
  private static final List<Integer> CONNECTIONS = List.of(64, 256);
  private static final Map<String, String> AS_BROWSERS = Map.of("Accept-Encoding", "gzip");

  @TempDir Path dir;

  @Test
  void pages_per_second_beside_the_bare_server() {
    Path data = dir.resolve("data");
    try (OtherServer bare = OtherServer.bare();
        TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofMinutes(2));
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      page(db, api, tocsin);
      List<String> page = List.of("/status/bench");
      measure("page", tocsin.pid(), tocsin.port(), page, 64, 5); // warms up
      measure("bare", bare.pid(), bare.port(), List.of("/"), 64, 3);
      System.out.println("| what | connections | per second | bad | p50 | p99 | µs of processor |");
      for (int turn = 0; turn < TURNS; turn++) {
        for (int connections : CONNECTIONS) {
          double own = measure("page", tocsin.pid(), tocsin.port(), page, connections, SECONDS);
          double least =
              measure("bare", bare.pid(), bare.port(), List.of("/"), connections, SECONDS);
          Figures.line(
              "status pages, %d connections".formatted(connections),
              Figures.perSecond(own),
              "%s of %s of a bare server"
                  .formatted(Figures.ratio(own, least), Figures.perSecond(least)),
              "20,000/s; 0.5");
        }
      }
      unchanged(tocsin, page);
      withoutPostgres(tocsin, page, data);
    }
  }

  private static void page(Db db, Api api, TocsinProcess tocsin) {
    db.update(
        "having pinged",
        "UPDATE check_state SET status = 'up', last_ping = now(), deadline = now() + interval '1"
            + " d'");
    long project =
        db.first(
                "finding the project",
                "SELECT id FROM projects WHERE code = ?",
                row -> row.number("id"),
                api.projectCode())
            .orElseThrow();
    new PageChanges(db, tocsin.site().toString())
        .create(project, PageEdit.named("Bench"), "cli")
        .orElseThrow();
    Await.that("the page", Duration.ofSeconds(30), () -> tocsin.status("/status/bench") == 200);
  }

  /** Browsers that come again have the page, and ask whether it is another one. */
  private static void unchanged(TocsinProcess tocsin, List<String> page) {
    Map<String, String> again =
        Map.of("Accept-Encoding", "gzip", "If-None-Match", etag(tocsin).replace("\"", "\\\""));
    measure("not changed", tocsin.pid(), tocsin.port(), page, again, 64, SECONDS);
  }

  /** The same bytes, and their age once they have one. */
  private static void withoutPostgres(TocsinProcess tocsin, List<String> page, Path data) {
    Database.signalEmbedded(data, "STOP");
    try {
      Wrk.Result stopped =
          measure("Postgres stopped", tocsin.pid(), tocsin.port(), page, AS_BROWSERS, 64, SECONDS);
      assertThat(stopped.bad()).as("answers that failed with Postgres stopped").isZero();
      Await.that(
          "the page says how old it is",
          Duration.ofMinutes(3),
          () -> get(tocsin).body().contains("we cannot reach our database"));
    } finally {
      Database.signalEmbedded(data, "CONT");
    }
  }

  private static String etag(TocsinProcess tocsin) {
    return get(tocsin).headers().firstValue("ETag").orElseThrow();
  }

  private static HttpResponse<String> get(TocsinProcess tocsin) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(tocsin.site().resolve("/status/bench")).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double measure(
      String what, long pid, int port, List<String> paths, int connections, int seconds) {
    Wrk.Result result = measure(what, pid, port, paths, AS_BROWSERS, connections, seconds);
    assertThat(result.bad()).as("answers of %s that failed", what).isZero();
    return result.perSecond();
  }

  private static Wrk.Result measure(
      String what,
      long pid,
      int port,
      List<String> paths,
      Map<String, String> headers,
      int connections,
      int seconds) {
    double before = ProcessFigures.cpuSeconds(pid);
    Wrk.Result result = Wrk.get(port, paths, headers, connections, seconds);
    double micros =
        1e6 * (ProcessFigures.cpuSeconds(pid) - before) / Math.max(1, result.perSecond() * seconds);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %,.0f | %d | %s | %s | %.1f |%n",
        what,
        connections,
        result.perSecond(),
        result.bad(),
        result.p50(),
        result.p99(),
        micros);
    return result;
  }
}
