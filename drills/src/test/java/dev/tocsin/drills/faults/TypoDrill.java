package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.Refusal;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Mistakes;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One misspelt word in the settings, or one value of the wrong form: each start is refused before
 * anything is opened, and says which word, where, and what was meant. What runs goes on, tells of
 * it, and one command brings back what worked. The test TypoTest does the first half for all
 * settings in one JVM; here are some of each kind, with the shipped jar.
 */
@ExtendWith(DrillTable.class)
class TypoDrill {

  private static final Duration START = Duration.ofSeconds(60);

  /** A process looks once a minute. */
  private static final Duration LOOK = Duration.ofSeconds(80);

  private static final int SLIPS = Integer.getInteger("drill.slips", 20);

  @TempDir Path dir;
  private final long seed = Long.getLong("drill.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void a_start_with_a_mistake_is_refused_before_anything_is_opened() {
    long since = System.nanoTime();
    List<String> deviations = new ArrayList<>();
    int starts = 0;
    try (Refusal refusal = new Refusal(dir)) {
      Map<String, Key<?>> ofEachForm = new LinkedHashMap<>();
      for (Key<?> key : shuffled()) {
        ofEachForm.putIfAbsent(key.form(), key);
      }
      for (Key<?> key : ofEachForm.values()) {
        List<String> wrong = Mistakes.malformed(key);
        String value = wrong.get(random.nextInt(wrong.size()));
        String line = "%s = %s".formatted(key, Mistakes.toml(value));
        String where = "%s (t.toml, line %d): ".formatted(key, Refusal.lineOf(line));
        note(deviations, line, refusal.start(line, Map.of(), List.of(), where));
        starts++;
      }
      for (Key<?> key : shuffled().stream().limit(SLIPS).toList()) {
        String slip = Mistakes.misspelt(key, random).get(starts % 3);
        String line = "%s = 'x'".formatted(slip);
        String said = "%s (t.toml, line 5): no such setting. Did you mean %s?".formatted(slip, key);
        note(deviations, line, refusal.start(line, Map.of(), List.of(), said));
        starts++;
      }
      for (Key<?> key : shuffled().subList(0, 4)) {
        String name = key.variable().replace("TOCSIN_", "TOCSIN_X");
        String said = name + " (environment): no such setting. Did you mean " + key.variable();
        note(deviations, name, refusal.start("", Map.of(name, Refusal.SECRET), List.of(), said));
        String option = key + "x=" + Refusal.SECRET;
        note(
            deviations,
            option,
            refusal.start(
                "", Map.of(), List.of("--set", option), key + "x (command line): no such setting"));
        starts += 2;
      }
    }
    System.out.printf(
        "typo: %d starts in %d s, %d deviations, seed %d%n",
        starts, Duration.ofNanos(System.nanoTime() - since).toSeconds(), deviations.size(), seed);
    assertThat(deviations).as("seed %d", seed).isEmpty();
  }

  /**
   * The protection taken away: a program that ignores what it does not know sees a file without the
   * line. That start must be one that the drill calls a failure.
   */
  @Test
  void a_program_that_ignores_what_it_does_not_know_fails_the_drill() {
    try (Refusal refusal = new Refusal(dir)) {
      String slip = Mistakes.misspelt(Keys.SITE_URL, random).get(0);
      assertThat(refusal.start(slip + " = 'x'", Map.of(), List.of(), slip)).isEmpty();
      assertThat(refusal.start("", Map.of(), List.of(), slip))
          .anyMatch(
              deviation -> deviation.startsWith("exit code") || deviation.equals("it runs on"))
          .contains("a data directory was made", "the database was called")
          .anyMatch(deviation -> deviation.startsWith("not said: " + slip));
    }
  }

  private List<Key<?>> shuffled() {
    List<Key<?>> keys = new ArrayList<>(Keys.all());
    Collections.shuffle(keys, random);
    return keys;
  }

  private static void note(List<String> deviations, String what, List<String> found) {
    found.forEach(one -> deviations.add(what + ": " + one));
  }

  @Test
  void what_runs_goes_on_and_tells_and_one_command_leads_back() throws Exception {
    ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"));
    postgres.start();
    Path data = dir.resolve("data");
    Map<String, String> settings = Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s");
    String good = "[site]\nname = 'Drill'\n[database]\nurl = '%s'\n".formatted(postgres.url());
    Path file = Files.writeString(dir.resolve("tocsin.toml"), good);
    Map<String, String> given = Map.of("DATABASE_URL", postgres.url());
    try (TocsinProcess tocsin =
            TocsinProcess.start("up", data, FreePort.next(), settings, "--config", file.toString())
                .awaitReady(START);
        Db db = postgres.open()) {
      Api api = Api.createProject(tocsin.site(), data, given, "drill");
      List<UUID> checks = Database.manyChecks(db, api.projectCode(), 50, 30, 10);
      try (Load load = Load.start(tocsin.port(), checks, 8, 100)) {
        Await.that("the good settings are kept", START, () -> kept(data));
        String bad = good.replace("name", "nmae");
        Files.writeString(file, bad);
        Await.that("it is told", LOOK, () -> metric(tocsin, "tocsin_settings_refused") == 1);
        Await.that("in the row of the process", START, () -> told(db).contains("site.nmae"));
        assertThat(tocsin.output()).contains("a restart would refuse the settings as they are now");
        refusedStartNamesTheWayBack(file, data);
        String back =
            TocsinProcess.run(data, Map.of(), "settings", "rollback", "--config", file.toString());
        assertThat(back).contains("site.nmae", "is as it was at", "Restart Tocsin");
        assertThat(file).hasContent(good);
        Await.that("it is settled", LOOK, () -> metric(tocsin, "tocsin_settings_refused") == 0);
        load.close();
        Ledger ledger = new Ledger(db);
        ledger.awaitApplied(load, START);
        System.out.printf(
            "typo, beside a running process: %d pings answered, slowest %d ms%n",
            load.accepted(), load.slowest().toMillis());
        assertThat(load.statuses().keySet()).isEqualTo(Set.of(200));
        Ledger.Balance pings = ledger.balance(load);
        DrillRow.of("typo", "beside a running process")
            .pings(pings)
            .with(Column.FALSE_DOWNS, Database.flipsToDown(db))
            .mustHold();
        assertThat(pings.deviations()).isEmpty();
      }
      tocsin.terminate();
      Files.writeString(file, good.replace("Drill", "Renamed"));
      try (TocsinProcess again =
          TocsinProcess.start("up", data, tocsin.port(), settings, "--config", file.toString())
              .awaitReady(START)) {
        Await.that("the change is audited", START, () -> audited(db).contains("site.name"));
        assertThat(audited(db)).contains("Drill", "Renamed");
        assertThat(metric(again, "tocsin_settings_differ")).isZero();
      }
    } finally {
      postgres.close();
    }
  }

  private void refusedStartNamesTheWayBack(Path file, Path data) {
    TocsinProcess second =
        TocsinProcess.start("up", data, FreePort.next(), Map.of(), "--config", file.toString());
    assertThat(second.awaitExit(START)).isEqualTo(78);
    assertThat(second.output())
        .contains("site.nmae (tocsin.toml, line 2): no such setting. Did you mean site.name?")
        .contains("tocsin settings rollback would bring back the file of ");
  }

  private static boolean kept(Path data) {
    try (Stream<Path> files = Files.list(data.resolve("settings"))) {
      return files.anyMatch(path -> path.toString().endsWith(".json"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String told(Db db) {
    return text(db, "SELECT string_agg(state::text, ' ') AS v FROM processes");
  }

  private static String audited(Db db) {
    return text(
        db,
        "SELECT string_agg(detail::text, ' ') AS v FROM audit WHERE action = 'settings.change'");
  }

  private static String text(Db db, String sql) {
    return db.first("looking", sql, row -> String.valueOf(row.stringOrNull("v"))).orElse("");
  }

  /** Of {@code /metrics}; -1: it is not there. */
  private static double metric(TocsinProcess tocsin, String name) {
    try {
      String all =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(tocsin.site() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      return all.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
