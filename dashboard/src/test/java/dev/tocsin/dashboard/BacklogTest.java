package dev.tocsin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.store.Db;
import dev.tocsin.store.TestPostgres;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What everybody sees while we are behind with hearing. */
class BacklogTest {

  /** Down by the clock, in its grace time ten minutes ago: an hour's period, ten minutes' grace. */
  private static final String OVERDUE =
      "status = 'up', n_pings = 1, last_ping = now() - interval '75 min'";

  private final PublicServer server = new PublicServer(TestPostgres.freshDatabase());
  private final Db db = server.dashboard.db;
  private final TestProject project = server.project();
  private final UUID check = server.check(project, "backup", "db", OVERDUE);

  @AfterEach
  void close() {
    server.close();
  }

  private UUID stream(String heardThrough) {
    return db.first(
            "opening a stream",
            """
            INSERT INTO streams (id, node, opened_at, heard_through)
            VALUES (gen_random_uuid(), 'a', now() - interval '1 day', %s) RETURNING id
            """
                .formatted(heardThrough),
            row -> row.uuid("id"))
        .orElseThrow();
  }

  private Map<String, String> seen() {
    String api = "/api/v3/checks/" + check;
    String one = server.get(api, "X-Api-Key", project.readKey()).body();
    String list = server.get("/api/v3/checks/", "X-Api-Key", project.readKey()).body();
    String badge = server.badges(project).at("/*/json3").asText();
    String metrics =
        server
            .get("/projects/" + project.code() + "/metrics/" + project.readKey())
            .body()
            .lines()
            .filter(line -> line.startsWith("hc_checks_down_total"))
            .findFirst()
            .orElse("none");
    Shown shown = new Boards(db).of(project.id()).checks().get(0);
    return Map.of(
        "api", status(one),
        "list", status(list),
        "badge", status(server.follow(badge).body()),
        "metrics", metrics,
        "page", shown.standing().word());
  }

  private static String status(String json) {
    return json.replaceAll("(?s).*\"status\": ?\"(\\w+)\".*", "$1");
  }

  private static Map<String, String> all(String word, String badge, int down) {
    return Map.of(
        "api", word,
        "list", word,
        "badge", badge,
        "metrics", "hc_checks_down_total " + down,
        "page", word);
  }

  @Test
  void ten_minutes_of_backlog_show_nobody_a_false_down() {
    stream("now()");
    UUID behind = stream("now() - interval '10 min'");
    assertThat(seen()).isEqualTo(all("grace", "late", 0));
    db.update("catching up", "UPDATE streams SET heard_through = now() WHERE id = ?", behind);
    assertThat(seen()).isEqualTo(all("down", "down", 1));
  }

  @Test
  void with_no_open_stream_time_stands_still_and_with_none_ever_it_does_not() {
    assertThat(seen()).isEqualTo(all("down", "down", 1));
    stream("now() - interval '10 min'");
    stream("now() - interval '10 h'");
    db.update("closing", "UPDATE streams SET closed_at = now()");
    assertThat(seen()).isEqualTo(all("grace", "late", 0));
  }

  @Test
  void a_backlog_that_is_applied_while_somebody_reads_shows_no_false_down() {
    UUID stream = stream("now() - interval '10 min'");
    CheckQueries queries = new CheckQueries(db);
    assertThat(whileApplied(stream, "check_channels", () -> standing(queries)))
        .isNotEqualTo(Standing.DOWN);
  }

  @Test
  void a_backlog_that_is_applied_while_a_page_is_made_shows_no_false_down() {
    UUID stream = stream("now() - interval '10 min'");
    assertThat(
            whileApplied(
                stream, "flips", () -> new Boards(db).of(project.id()).checks().get(0).standing()))
        .isNotEqualTo(Standing.DOWN);
  }

  private Standing standing(CheckQueries queries) {
    return queries.byCode(check).orElseThrow().standing();
  }

  /** Reads, held up at a table, and meanwhile the ping that was on its way is applied. */
  private Standing whileApplied(UUID stream, String table, Supplier<Standing> read) {
    CompletableFuture<Standing> reading =
        db.transaction(
            "applying a backlog",
            tx -> {
              tx.update("holding readers up", "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
              CompletableFuture<Standing> reader = CompletableFuture.supplyAsync(read);
              awaitSomebodyWaiting();
              tx.update(
                  "applying its ping",
                  "UPDATE check_state SET last_ping = now() - interval '11 min'");
              tx.update(
                  "catching up", "UPDATE streams SET heard_through = now() WHERE id = ?", stream);
              return reader;
            });
    return reading.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void awaitSomebodyWaiting() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String sql =
        "SELECT 1 FROM pg_locks WHERE NOT granted AND database ="
            + " (SELECT oid FROM pg_database WHERE datname = current_database())";
    while (db.first("looking", sql, row -> 1).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nobody waits");
      }
      Thread.onSpinWait();
    }
  }
}
