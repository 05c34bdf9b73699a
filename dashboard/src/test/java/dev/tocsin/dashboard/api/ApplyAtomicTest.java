package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.api.ApiServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file is applied whole or not at all, beside whatever else goes on. */
class ApplyAtomicTest {

  private static final ApiServer server = new ApiServer(Duration.ofMinutes(1));
  private static final int CHECKS = 300;

  private final TestProject project = server.project();

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void room() {
    project.limit(10_000);
  }

  private Answer apply(int from, int to, int grace, String more) {
    String checks =
        IntStream.range(from, to)
            .mapToObj(i -> "{\"slug\": \"c%d\", \"grace\": %d}".formatted(i, grace))
            .collect(Collectors.joining(","));
    String channel =
        "{\"name\":\"ops\",\"kind\":\"email\",\"settings\":{\"to\":[\"a%d@example.org\"]}}"
            .formatted(grace);
    return server.post(
        "v3/apply",
        project.writeKey(),
        "{\"channels\": [%s], \"checks\": [%s]%s}".formatted(channel, checks, more));
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (String table : List.of("checks", "channels", "audit", "projects")) {
      String of = table.equals("projects") ? "t.id" : "t.project_id";
      rows.addAll(
          server.db.query(
              "reading " + table,
              "SELECT t::text AS v FROM %s t WHERE %s = ? ORDER BY 1".formatted(table, of),
              row -> row.string("v"),
              project.id()));
    }
    return rows;
  }

  /** Kills the database's side of the transaction while its last statement is at work. */
  @Test
  void killed_half_way_nothing_is_half_done() throws Exception {
    assertThat(apply(0, CHECKS, 60, "").status()).isEqualTo(200);
    List<String> before = rows();
    server.db.transaction(
        "holding up the audit log",
        tx -> {
          // Everything else is written by then: checks made, changed and deleted.
          tx.update("locking", "LOCK TABLE audit IN SHARE MODE");
          CompletableFuture<Answer> half =
              CompletableFuture.supplyAsync(
                  () -> apply(100, CHECKS + 100, 120, ", \"prune\": true"));
          long pid = waitingForAudit();
          assertThat(pid).isPositive();
          tx.query("killing", "SELECT pg_terminate_backend(?)", row -> 1, (int) pid);
          assertThat(half.orTimeout(20, TimeUnit.SECONDS).join().status()).isIn(500, 503);
          return 0;
        });
    assertThat(rows()).isEqualTo(before);
    assertThat(apply(100, CHECKS + 100, 120, ", \"prune\": true").json().path("counts").toString())
        .isEqualTo("{\"create\":100,\"change\":201,\"delete\":100,\"unchanged\":0}");
  }

  private long waitingForAudit() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    while (System.nanoTime() < end) {
      List<Integer> waiting =
          server.db.query(
              "looking for who waits",
              """
              SELECT pid FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'
                 AND query LIKE '%INSERT INTO audit%'
              """,
              row -> row.integer("pid"));
      if (!waiting.isEmpty()) {
        return waiting.get(0);
      }
    }
    return 0;
  }

  @Test
  void people_who_edit_meanwhile_neither_break_it_nor_are_they_broken() {
    apply(0, 50, 60, "");
    List<CompletableFuture<Answer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int n = i;
      all.add(CompletableFuture.supplyAsync(() -> apply(0, 50, 60 * (1 + n % 3), "")));
      all.add(CompletableFuture.supplyAsync(() -> apply(n, 60, 600, ", \"prune\": true")));
      all.add(
          CompletableFuture.supplyAsync(
              () ->
                  server.post(
                      "v3/checks/",
                      project.writeKey(),
                      "{\"unique\": [\"slug\"], \"slug\": \"c%d\", \"channels\": \"*\"}"
                          .formatted(n))));
    }
    List<Integer> statuses =
        all.stream().map(f -> f.orTimeout(60, TimeUnit.SECONDS).join().status()).toList();
    assertThat(statuses).allMatch(status -> status == 200 || status == 201 || status == 503);
    assertThat(apply(0, 50, 60, ", \"prune\": true").status()).isEqualTo(200);
    assertThat(
            project.one(
                "SELECT count(*) - count(DISTINCT slug) AS v FROM checks WHERE project_id = ?",
                project.id()))
        .as("no slug twice")
        .isZero();
    assertThat(project.one("SELECT count(*) AS v FROM channels WHERE project_id = ?", project.id()))
        .isEqualTo(1);
  }
}
