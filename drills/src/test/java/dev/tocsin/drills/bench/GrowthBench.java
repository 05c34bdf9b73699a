package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.ProcessorTime;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a ping costs as checks and history grow: microseconds of processor for a ping that is
 * answered and applied, and bytes on disk for one that is kept without a body.
 *
 * <p>System properties: {@code bench.sizes} (10000x100,50000x100,200000x100,1000000x1), checks
 * times pings of each; {@code bench.seconds} (20).
 */
class GrowthBench {

  private static final String SIZES =
      System.getProperty("bench.sizes", "10000x100,50000x100,200000x100,1000000x1");
  private static final int SECONDS = Integer.getInteger("bench.seconds", 20);
  private static final int CONNECTIONS = 256;

  /**
   * Checks made, or given their history, in one statement: it must end within the socket's time.
   */
  private static final int PORTION = 2_500;

  /** As many are pinged: the paths of a million would cost the load generator its memory. */
  private static final int PINGED = 100_000;

  @TempDir Path dir;

  private record Cost(double micros, double answered, double applied) {}

  @Test
  void cost_of_a_ping_as_checks_and_history_grow() {
    double least = 0;
    for (String size : SIZES.split(",", -1)) {
      int[] of = Arrays.stream(size.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      Cost cost = measure(dir.resolve(size), of[0], of[1]);
      least = least == 0 ? cost.micros() : least;
      Figures.line(
          String.format(Locale.ROOT, "a ping with %,d checks of %,d pings each", of[0], of[1]),
          String.format(
              Locale.ROOT,
              "%.1f µs; %,.0f/s answered, %,.0f/s applied",
              cost.micros(),
              cost.answered(),
              cost.applied()),
          Figures.ratio(cost.micros(), least) + " of the first size",
          "at most 1.5");
    }
  }

  private static Cost measure(Path data, int checks, int history) {
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(60));
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> codes = new ArrayList<>();
      for (int made = 0; made < checks; made += PORTION) {
        codes.addAll(Database.manyChecks(db, api.projectCode(), PORTION, 86_400, 3_600));
      }
      addHistory(db, history);
      List<UUID> pinged = spread(codes);
      Wrk.run(tocsin.port(), pinged, CONNECTIONS, 30);
      Ledger ledger = new Ledger(db);
      long before = ledger.applied();
      Written written = Written.upTo(db);
      ProcessorTime until = ProcessorTime.of(tocsin);
      long began = System.nanoTime();
      Wrk.Result result = Wrk.run(tocsin.port(), pinged, CONNECTIONS, SECONDS);
      ProcessorTime after = ProcessorTime.of(tocsin);
      double took = (System.nanoTime() - began) / 1e9;
      long pings = ledger.applied() - before;
      System.out.println(after.perPing(until, pings));
      System.out.println(Written.upTo(db).perPing(written, pings));
      if (history > 1) {
        bytesOnDisk(db);
      }
      long answered = Math.round(result.perSecond() * SECONDS);
      return new Cost(
          after.microsPerPing(until, answered, pings), result.perSecond(), pings / took);
    }
  }

  private static List<UUID> spread(List<UUID> codes) {
    int step = Math.max(1, codes.size() / PINGED);
    List<UUID> pinged = new ArrayList<>();
    for (int i = 0; i < codes.size(); i += step) {
      pinged.add(codes.get(i));
    }
    return pinged;
  }

  /** Like pings of wget, a minute apart. */
  private static void addHistory(Db db, int history) {
    long last =
        db.first("counting", "SELECT max(id) AS n FROM checks", row -> row.number("n")).orElse(0L);
    for (long from = 0; from < last; from += PORTION) {
      db.update(
          "adding history",
          """
          WITH behind AS (
            UPDATE check_state
               SET status = 'up', n_pings = ?, last_ping = now(), deadline = now() + interval '25 hours',
                   wake_at = now() + interval '24 hours'
             WHERE check_id > ? AND check_id <= ? RETURNING check_id)
          INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua)
          SELECT check_id, n, now() - (? - n) * interval '1 minute', 'success', 'http', 'GET',
                 '127.0.0.1', 'wrk'
            FROM behind, generate_series(1, ?) n
           ORDER BY check_id, n
          """,
          history,
          from,
          from + PORTION,
          history,
          history);
    }
    db.update("knowing the sizes", "ANALYZE");
  }

  private static void bytesOnDisk(Db db) {
    double bytes =
        db.first(
                "measuring",
                "SELECT pg_total_relation_size('pings') / (SELECT count(*) FROM pings) AS n",
                row -> row.number("n"))
            .orElseThrow();
    Figures.line(
        "bytes on disk for a ping kept without a body",
        String.format(Locale.ROOT, "%.0f", bytes),
        "",
        "250");
  }
}
