package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of checks and crontabs, by the commands of the shipped jar. */
@Beside
class ConfigAsCodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dir;

  /** Checks {@code from} to {@code to}, all with this grace time. */
  private Path file(int from, int to, int grace) throws IOException {
    StringBuilder yaml = new StringBuilder("checks:\n");
    for (int i = from; i < to; i++) {
      yaml.append("  - {slug: job-%d, schedule: '%d 3 * * *', ".formatted(i, i % 60));
      yaml.append("tz: Europe/Kyiv, grace: %d}\n".formatted(grace));
    }
    return Files.writeString(dir.resolve("checks.yaml"), yaml);
  }

  /** The same for the API, which answers sooner than a command starts; with pruning. */
  private static String body(int from, int to, int grace) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"slug\": \"job-%d\", \"grace\": %d}".formatted(i, grace))
        .collect(Collectors.joining(",", "{\"prune\": true, \"checks\": [", "]}"));
  }

  /** How many checks have which grace time. */
  private static Map<Integer, Integer> graces(Api api) {
    Map<Integer, Integer> graces = new TreeMap<>();
    for (JsonNode check : api.get("/api/v3/checks/").path("checks")) {
      graces.merge(check.path("grace").asInt(), 1, Integer::sum);
    }
    return graces;
  }

  @Test
  void a_thousand_checks_are_made_changed_and_pruned_and_a_kill_leaves_nothing_half_done()
      throws Exception {
    Path data = dir.resolve("data");
    int port = FreePort.next();
    Api api;
    try (TocsinProcess tocsin = TocsinProcess.up(data, port, Map.of()).awaitReady(PATIENCE)) {
      api = Api.createProject(tocsin.site(), data, Map.of(), "fleet");
      String first = apply(api, data, tocsin, file(0, 1000, 600));
      assertThat(first).contains("1000 to create").endsWith("Done.\n");
      assertThat(apply(api, data, tocsin, file(0, 1000, 600)))
          .isEqualTo("0 to create, 0 to change, 0 to delete, 1000 unchanged\nNothing to do.\n");
      assertThat(apply(api, data, tocsin, file(0, 1000, 900))).contains("1000 to change");
      assertThat(apply(api, data, tocsin, file(400, 1000, 900), "--prune"))
          .contains("400 to delete", "- delete check job-0\n");
      assertThat(graces(api)).isEqualTo(Map.of(900, 600));

      killedWhileApplying(tocsin, data, api, body(500, 1500, 1200));
    }
    try (TocsinProcess tocsin = TocsinProcess.up(data, port, Map.of()).awaitReady(PATIENCE)) {
      assertThat(graces(api)).as("as before").isEqualTo(Map.of(900, 600));
      assertThat(apply(api, data, tocsin, file(500, 1500, 1200), "--prune"))
          .contains("500 to create, 500 to change, 100 to delete");
      assertThat(tocsin.terminate()).isZero();
    }
  }

  /** Kills the process when all but the last statement of an apply has run. */
  private static void killedWhileApplying(TocsinProcess tocsin, Path data, Api api, String body) {
    try (Db db = Database.embedded(data)) {
      db.transaction(
          "holding up the audit log",
          tx -> {
            tx.update("locking", "LOCK TABLE audit IN SHARE MODE");
            CompletableFuture<JsonNode> half =
                CompletableFuture.supplyAsync(() -> api.call("POST", "/api/v3/apply", body));
            Await.that("apply waits at its last statement", PATIENCE, () -> waitsForAudit(db));
            tocsin.kill();
            assertThat(half.handle((out, failed) -> failed).join())
                .isInstanceOf(CompletionException.class);
            return true;
          });
    } catch (DbException e) {
      assertThat(e.isAway()).as("Postgres went with its parent").isTrue();
    }
  }

  private static boolean waitsForAudit(Db db) {
    return !db.query(
            "looking for who waits",
            """
            SELECT pid FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO audit%'
            """,
            row -> row.integer("pid"))
        .isEmpty();
  }

  private static String apply(Api api, Path data, TocsinProcess to, Path file, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "apply";
    words[1] = "-f";
    words[2] = file.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return TocsinProcess.run(data, server(api, to), words);
  }

  private static Map<String, String> server(Api api, TocsinProcess tocsin) {
    return Map.of("TOCSIN_API_URL", tocsin.site().toString(), "TOCSIN_API_KEY", api.apiKey());
  }

  @Test
  void a_crontab_that_came_back_reports_what_its_jobs_did() throws Exception {
    Command.need("curl", "curl");
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(PATIENCE)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "cron");
      Path table =
          Files.writeString(
              dir.resolve("crontab"),
              "# Good job\n1 2 * * * true # fine\n# Bad job\n3 4 * * * cd / && exit 3\n");
      String pinging =
          TocsinProcess.run(
              data, server(api, tocsin), "import", "crontab", "--tz", "UTC", table.toString());
      for (String line : pinging.split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String command = line.split(" ", 6)[5];
          assertThat(Command.run("/bin/sh", "-c", command).exit())
              .as(line)
              .isEqualTo(line.startsWith("3 4") ? 3 : 0);
        }
      }
      Map<String, String> statuses = new TreeMap<>();
      api.get("/api/v3/checks/")
          .path("checks")
          .forEach(c -> statuses.put(c.path("slug").asText(), c.path("status").asText()));
      assertThat(statuses).isEqualTo(Map.of("good-job", "up", "bad-job", "down"));
      assertThat(Set.of(pinging.split("\n", -1))).contains("# Good job", "# Bad job");
      assertThat(tocsin.terminate()).isZero();
    }
  }
}
