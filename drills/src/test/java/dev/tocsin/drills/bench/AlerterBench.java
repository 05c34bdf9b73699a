package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.MailSink;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon the alerter tells, and what it costs.
 *
 * <p>System properties: {@code bench.checks} (100000) of which {@code bench.due} (10000) expire
 * within a second, on {@code bench.channels} (20) of mail; {@code bench.sizes}
 * (10000,100000,1000000) and {@code bench.idle-seconds} (60) for the cost.
 */
class AlerterBench {

  private static final int CHECKS = Integer.getInteger("bench.checks", 100_000);
  private static final int DUE = Integer.getInteger("bench.due", 10_000);
  private static final int CHANNELS = Integer.getInteger("bench.channels", 20);
  private static final String SIZES = System.getProperty("bench.sizes", "10000,100000,1000000");
  private static final Duration IDLE =
      Duration.ofSeconds(Integer.getInteger("bench.idle-seconds", 60));

  private static final int LOOKED_AT = 1_000;

  /** Code that runs once a second is compiled late. */
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.idle-after", 180));

  /** Nothing listens there, and nothing is sent. */
  private static final int NO_MAIL = 9;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** A period of a day and an hour of grace, as checks have by default. */
  private static final Duration TO_DEADLINE = Duration.ofHours(25);

  @TempDir Path dir;

  @Test
  void alert_lag_when_many_expire_within_a_second() {
    measureLag("lag", Duration.ofSeconds(1));
  }

  @Test
  void alert_lag_when_many_are_overdue_at_once() {
    measureLag("at-once", Duration.ZERO);
  }

  private void measureLag(String name, Duration within) {
    try (MailSink mail = MailSink.start();
        Cluster cluster = cluster(name, mail.port())) {
      Cluster.Member alerter = begin(cluster);
      Api api = cluster.project(name);
      try (Db db = cluster.postgres().open()) {
        Database.manyChecksUp(db, CHECKS);
        for (int i = 0; i < CHANNELS; i++) {
          Database.addEmail(
              db, cluster.data(), api.projectCode(), "mail " + i, "to" + i + "@example.org");
        }
        Database.spread(db);
        settle();
        double ours = ProcessFigures.cpuSeconds(alerter.pid());
        double theirs = cluster.postgres().cpuSeconds();
        expire(db, DUE, Duration.ofSeconds(5), within);
        Await.that("all are told", LONGEST, () -> told(db) >= DUE);
        System.out.printf(
            "| alert lag in ms, %d of %d checks expire within %d ms, %d mail channels, %d mails |"
                + " alerter %.1f s, Postgres %.1f s of processor |%n",
            DUE,
            CHECKS,
            within.toMillis(),
            CHANNELS,
            mail.taken(),
            ProcessFigures.cpuSeconds(alerter.pid()) - ours,
            cluster.postgres().cpuSeconds() - theirs);
        STAGES.forEach(
            (stage, lags) -> System.out.println("| " + stage + " | " + percentiles(db, lags)));
        keep(db, within);
      }
    }
  }

  private static void keep(Db db, Duration within) {
    boolean atOnce = within.isZero();
    String what =
        String.format(
            Locale.ROOT,
            "alerter: %,d of %,d checks overdue %s",
            DUE,
            CHECKS,
            atOnce ? "at once" : "within a second");
    Figures.line(
        what + ", until flipped and queued", percentiles(db, QUEUED), "", atOnce ? "2 s" : "");
    Figures.line(
        what + ", until the first attempt to tell",
        percentiles(db, TRIED),
        "",
        atOnce ? "" : "p99 1.5 s");
  }

  /** From the start of the alerter's work to the last call of a receiver that answers at once. */
  @Test
  void a_thousand_webhooks() {
    try (AlertReceiver receiver = AlertReceiver.start();
        Cluster cluster = cluster("webhooks", NO_MAIL)) {
      Cluster.Member alerter = begin(cluster);
      Api api = cluster.project("webhooks");
      try (Db db = cluster.postgres().open()) {
        Database.manyChecksUp(db, LOOKED_AT);
        for (int i = 0; i < LOOKED_AT; i++) { // one for each check, so that nothing is grouped
          Database.addWebhook(
              db, cluster.data(), api.projectCode(), "webhook " + i, receiver.url());
        }
        Database.spread(db);
        settle();
        double ours = ProcessFigures.cpuSeconds(alerter.pid());
        double theirs = cluster.postgres().cpuSeconds();
        Instant deadline = expire(db, LOOKED_AT, Duration.ofSeconds(3), Duration.ZERO);
        Await.that("all are called", LONGEST, () -> receiver.news().size() >= LOOKED_AT);
        System.out.printf(
            "webhooks: alerter %.1f s, Postgres %.1f s of processor%n",
            ProcessFigures.cpuSeconds(alerter.pid()) - ours,
            cluster.postgres().cpuSeconds() - theirs);
        List<Instant> calls =
            receiver.news().stream().map(AlertReceiver.Taken::at).sorted().toList();
        Figures.line(
            "%d webhooks that are due at once, after the deadline".formatted(calls.size()),
            "first %d ms, last %d ms"
                .formatted(
                    Duration.between(deadline, calls.get(0)).toMillis(),
                    Duration.between(deadline, calls.get(calls.size() - 1)).toMillis()),
            "",
            "3 s");
      }
    }
  }

  @Test
  void cost_by_number_of_checks() {
    for (int size : Arrays.stream(SIZES.split(",", -1)).mapToInt(Integer::parseInt).toArray()) {
      try (Cluster cluster = cluster("cost-" + size, NO_MAIL)) {
        Cluster.Member alerter = begin(cluster);
        cluster.project("cost");
        try (Db db = cluster.postgres().open()) {
          Database.manyChecksUp(db, size);
          Await.pause(WARM_UP);
          double idle = ProcessFigures.cpuPercent(alerter.pid(), IDLE) / 100 * 60_000;
          double before = ProcessFigures.cpuSeconds(alerter.pid());
          long began = System.nanoTime();
          expire(db, LOOKED_AT, Duration.ofSeconds(2), Duration.ofSeconds(1));
          Await.that("all went down", LONGEST, () -> Database.flipsToDown(db) >= LOOKED_AT);
          double minutes = (System.nanoTime() - began) / 60e9;
          double used = (ProcessFigures.cpuSeconds(alerter.pid()) - before) * 1_000;
          Figures.line(
              String.format(Locale.ROOT, "alerter, %,d checks", size),
              "%.2f %% of a core at rest, %.0f ms of processor for 1,000 that are due"
                  .formatted(idle / 600, used - idle * minutes),
              "",
              "2 %");
        }
      }
    }
  }

  private Cluster cluster(String name, int mailPort) {
    return new Cluster(
        dir.resolve(name),
        Map.of(
            "TOCSIN_LIMITS_CHECK_LIMIT", "10000000",
            "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
            "TOCSIN_SMTP_HOST", "127.0.0.1",
            "TOCSIN_SMTP_PORT", Integer.toString(mailPort),
            "TOCSIN_SMTP_TLS", "none",
            "TOCSIN_SMTP_FROM", "tocsin@example.org"));
  }

  /** A listener keeps the watermark moving; one alerter is measured. */
  private static Cluster.Member begin(Cluster cluster) {
    cluster.add("ping-listener", "ear").awaitReady();
    Cluster.Member alerter = cluster.add("alerter", "alerter");
    alerter.awaitReady();
    return alerter;
  }

  /** Lets the alerter believe the watermark, and the JVM warm up. */
  private static void settle() {
    Await.pause(Duration.ofSeconds(25));
  }

  /** So many checks reach their deadlines, one after the other; returns the last of these. */
  private static Instant expire(Db db, int count, Duration after, Duration within) {
    db.update(
        "making checks expire",
        """
        UPDATE check_state s
           SET last_ping = v.at - ?::interval, deadline = v.at, wake_at = v.at
          FROM (SELECT check_id, now() + ?::interval + ?::interval * (row_number() OVER () / ?::float)
                                 AS at
                  FROM (SELECT check_id FROM check_state ORDER BY check_id LIMIT ?) due) v
         WHERE s.check_id = v.check_id
        """,
        TO_DEADLINE,
        after,
        within,
        (double) count,
        count);
    return db.first(
            "reading the last deadline",
            "SELECT max(deadline) AS at FROM (SELECT deadline FROM check_state ORDER BY check_id LIMIT ?) due",
            row -> row.instant("at"),
            count)
        .orElseThrow();
  }

  private static final String QUEUED =
      "SELECT d.created_at - f.at AS lag FROM flips f JOIN deliveries d ON d.flip_id = f.id";

  private static final String TRIED =
      """
      SELECT min(a.at) - f.at AS lag
        FROM flips f JOIN deliveries d ON d.flip_id = f.id
        JOIN attempts a ON a.message_id = d.message_id GROUP BY f.id
      """;

  /** From the deadline to each step, by flip. */
  private static final Map<String, String> STAGES =
      new TreeMap<>(
          Map.of(
              "1 flipped",
              "SELECT noted_at - at AS lag FROM flips",
              "2 queued",
              QUEUED,
              "3 tried",
              TRIED,
              "4 answered",
              """
              SELECT min(a.at + a.took) - f.at AS lag
                FROM flips f JOIN deliveries d ON d.flip_id = f.id
                JOIN attempts a ON a.message_id = d.message_id GROUP BY f.id
              """));

  private static String percentiles(Db db, String lags) {
    return db.first(
            "computing percentiles",
            """
            SELECT 'p50 ' || round(1000 * p[1]) || ' ms, p99 ' || round(1000 * p[2])
                   || ' ms, longest ' || round(1000 * p[3]) || ' ms' AS t
              FROM (SELECT percentile_cont(ARRAY[0.5, 0.99, 1])
                             WITHIN GROUP (ORDER BY extract(epoch FROM lag)::float) AS p
                      FROM (%s) lags) percentiles
            """
                .formatted(lags),
            row -> row.string("t"))
        .orElseThrow();
  }

  private static long told(Db db) {
    Await.pause(Duration.ofMillis(500));
    return db.first(
            "counting what was told",
            """
            SELECT count(DISTINCT d.flip_id) AS n
              FROM deliveries d JOIN attempts a ON a.message_id = d.message_id
            """,
            row -> row.number("n"))
        .orElseThrow();
  }
}
