package dev.tocsin.drills.bench;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
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

  /** Nothing listens there, and nothing is sent. */
  private static final int NO_MAIL = 9;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** A period of a day and an hour of grace, as checks have by default. */
  private static final Duration TO_DEADLINE = Duration.ofHours(25);

  @TempDir Path dir;

  @Test
  void alert_lag_when_many_expire_within_a_second() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try (Cluster cluster = cluster("lag", mail.getSmtp().getPort())) {
      Cluster.Member alerter = begin(cluster);
      Api api = cluster.project("lag");
      try (Db db = cluster.postgres().open()) {
        Database.manyChecksUp(db, CHECKS);
        for (int i = 0; i < CHANNELS; i++) {
          Database.addEmail(
              db, cluster.data(), api.projectCode(), "mail " + i, "to" + i + "@example.org");
        }
        Database.spread(db);
        settle();
        double before = ProcessFigures.cpuSeconds(alerter.pid());
        expire(db, DUE, Duration.ofSeconds(5), Duration.ofSeconds(1));
        Await.that("all are told", LONGEST, () -> told(db) >= DUE);
        System.out.printf(
            "| alert lag, %d of %d checks expire within 1 s, %d mail channels | flip p50 %s ms, p99 %s ms"
                + " | first attempt p50 %s ms, p99 %s ms, %d mails | %.1f s of processor time |%n",
            DUE,
            CHECKS,
            CHANNELS,
            percentile(db, FLIPS, 0.5),
            percentile(db, FLIPS, 0.99),
            percentile(db, ATTEMPTS, 0.5),
            percentile(db, ATTEMPTS, 0.99),
            mail.getReceivedMessages().length,
            ProcessFigures.cpuSeconds(alerter.pid()) - before);
      }
    } finally {
      mail.stop();
    }
  }

  @Test
  void cost_by_number_of_checks() {
    System.out.println("| checks | idle, ms of processor a minute | for 1,000 due, ms |");
    for (int size : Arrays.stream(SIZES.split(",", -1)).mapToInt(Integer::parseInt).toArray()) {
      try (Cluster cluster = cluster("cost-" + size, NO_MAIL)) {
        Cluster.Member alerter = begin(cluster);
        cluster.project("cost");
        try (Db db = cluster.postgres().open()) {
          Database.manyChecksUp(db, size);
          settle();
          double idle = ProcessFigures.cpuPercent(alerter.pid(), IDLE) / 100 * 60_000;
          double before = ProcessFigures.cpuSeconds(alerter.pid());
          long began = System.nanoTime();
          expire(db, LOOKED_AT, Duration.ofSeconds(2), Duration.ofSeconds(1));
          Await.that("all went down", LONGEST, () -> Database.flipsToDown(db) >= LOOKED_AT);
          double minutes = (System.nanoTime() - began) / 60e9;
          double used = (ProcessFigures.cpuSeconds(alerter.pid()) - before) * 1_000;
          System.out.printf("| %,d | %.0f | %.0f |%n", size, idle, used - idle * minutes);
        }
      }
    }
  }

  private Cluster cluster(String name, int mailPort) {
    return new Cluster(
        dir.resolve(name),
        Map.of(
            "TOCSIN_LIMITS_CHECK_LIMIT", "10000000",
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

  /** So many checks reach their deadlines, one after the other, over {@code within}. */
  private static void expire(Db db, int count, Duration after, Duration within) {
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
  }

  private static final String FLIPS =
      "SELECT noted_at - at AS lag FROM flips WHERE new_status = 'down'";

  private static final String ATTEMPTS =
      """
      SELECT min(a.at) - f.at AS lag
        FROM flips f JOIN deliveries d ON d.flip_id = f.id
        JOIN attempts a ON a.message_id = d.message_id
       WHERE f.new_status = 'down' GROUP BY f.id
      """;

  private static long percentile(Db db, String lags, double share) {
    return db.first(
            "computing a percentile",
            "SELECT (1000 * extract(epoch FROM percentile_cont(?) WITHIN GROUP (ORDER BY lag)))::bigint"
                + " AS ms FROM ("
                + lags
                + ") lags",
            row -> row.number("ms"),
            share)
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
