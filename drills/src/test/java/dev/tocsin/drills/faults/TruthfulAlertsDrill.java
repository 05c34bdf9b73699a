package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of alerts on the shipped jar: two alerters and two listeners on one Postgres.
 *
 * <p>First every process is killed at random moments under load: nothing goes down but what failed,
 * and no ping is lost. Then a provider is away, and 5,000 checks miss their deadlines in the same
 * second: the others hear of it within two seconds, all are named, and the one that was away gets
 * everything once it is back.
 *
 * <p>System properties: {@code drill.seed}, {@code drill.kills} (10), {@code drill.checks} (5000),
 * {@code drill.provider.away} in seconds (60).
 */
@ExtendWith(DrillTable.class)
class TruthfulAlertsDrill {

  private static final int KILLS = Integer.getInteger("drill.kills", 10);
  private static final int CHECKS = Integer.getInteger("drill.checks", 5_000);
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("drill.provider.away", 60));

  private static final Duration FIRST_MESSAGE = Duration.ofSeconds(2);
  private static final Duration SETTLED = Duration.ofMinutes(20);
  private static final int GRACE_SECONDS = 60;

  /** Attempts in flight on one lane at once: so many may be repeated after a kill. */
  private static final int PER_LANE = 8;

  /** Enough that each check is heard several times a minute. */
  private static final int PINGS_PER_SECOND = CHECKS / 12;

  @TempDir Path dir;

  @Test
  void alerts_stay_true_when_processes_die_and_providers_are_away() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    System.out.printf("truthful-alerts: seed %d, %d kills, %d checks%n", seed, KILLS, CHECKS);
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try (AlertReceiver good = AlertReceiver.start();
        AlertReceiver away = AlertReceiver.start();
        Cluster cluster = new Cluster(dir, settings(mail))) {
      List<Cluster.Member> listeners =
          List.of(cluster.add("ping-listener", "ear-1"), cluster.add("ping-listener", "ear-2"));
      cluster.add("alerter", "alerter-1");
      cluster.add("alerter", "alerter-2");
      cluster.members().forEach(Cluster.Member::awaitReady);
      Api api = cluster.project("drill");
      try (Db db = cluster.postgres().open()) {
        List<UUID> checks = checks(db, cluster, api, good, away);
        List<Load> loads = loads(listeners, checks);
        long falseDowns = underKills(cluster, new Random(seed), db);
        assertThat(falseDowns).as("false downs, seed %d", seed).isZero();
        Instant deadline = goDownTogether(db, loads, away);
        judgeMessages(db, mail, good, deadline);
        judgeAwayProvider(db, away, deadline);
        judgeRows(db, seed);
        Ledger.Balance pings = new Ledger(db).balance(loads.toArray(Load[]::new));
        long doubles = doubles(good, away);
        // While a listener is killed, nobody answers there; and a message may come twice where a
        // kill cut the answer to the first.
        DrillRow.of("truthful-alerts", KILLS + " times kill -9, a provider away")
            .seed(seed)
            .pings(pings)
            .with(Column.FALSE_DOWNS, falseDowns)
            .with(Column.MISSED_DOWNS, CHECKS - Database.flipsToDown(db))
            .with(Column.ALERTS_LOST, unnamed(db))
            .with(Column.ALERTS_DOUBLED, doubles)
            .mustHold(Column.OTHER, Column.ALERTS_DOUBLED);
        assertThat(pings.deviations()).as("pings, seed %d", seed).isEmpty();
        assertThat(doubles).as("messages that came twice").isLessThanOrEqualTo(PER_LANE);
      }
    } finally {
      mail.stop();
    }
  }

  private static Map<String, String> settings(GreenMail mail) {
    return Map.of(
        "TOCSIN_LIMITS_MIN_PERIOD", "1s",
        "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
        "TOCSIN_SMTP_HOST", "127.0.0.1",
        "TOCSIN_SMTP_PORT", Integer.toString(mail.getSmtp().getPort()),
        "TOCSIN_SMTP_TLS", "none",
        "TOCSIN_SMTP_FROM", "tocsin@example.org");
  }

  /** Due at each full minute: so all that fall silent together go down in the same instant. */
  private static List<UUID> checks(
      Db db, Cluster cluster, Api api, AlertReceiver good, AlertReceiver away) {
    List<UUID> checks = Database.manyChecks(db, api.projectCode(), CHECKS, 60, GRACE_SECONDS);
    db.update(
        "making them due at each minute",
        "UPDATE checks SET kind = 'cron', schedule = '* * * * *', tz = 'UTC'");
    Database.addEmail(db, cluster.data(), api.projectCode(), "people@example.org");
    Database.addWebhook(db, cluster.data(), api.projectCode(), "good", good.url());
    Database.addWebhook(db, cluster.data(), api.projectCode(), "away", away.url());
    db.update(
        "assigning",
        "INSERT INTO check_channels SELECT c.id, ch.id FROM checks c CROSS JOIN channels ch");
    return checks;
  }

  private static List<Load> loads(List<Cluster.Member> listeners, List<UUID> checks) {
    int half = checks.size() / 2;
    double each = PINGS_PER_SECOND / 2.0;
    return List.of(
        Load.start(listeners.get(0).port(), checks.subList(0, half), 16, each),
        Load.start(listeners.get(1).port(), checks.subList(half, checks.size()), 16, each));
  }

  /** One process after the other is killed and started again; every check goes on being heard. */
  private static long underKills(Cluster cluster, Random random, Db db) {
    for (int kill = 0; kill < KILLS; kill++) {
      Await.pause(Duration.ofMillis(500 + random.nextInt(4_000)));
      Cluster.Member victim = cluster.members().get(random.nextInt(cluster.members().size()));
      victim.kill();
      Await.pause(Duration.ofMillis(random.nextInt(2_000)));
      victim.start();
      victim.awaitReady();
    }
    // Deadlines that the kills could have falsified have passed after this.
    Await.pause(Duration.ofSeconds(60 + GRACE_SECONDS));
    return Database.flipsToDown(db);
  }

  /** Returns the deadline that all of them miss. */
  private static Instant goDownTogether(Db db, List<Load> loads, AlertReceiver away) {
    away.away(true);
    // Stop early in a minute: all were heard in it or the one before, and none is heard any more.
    Await.that(
        "a full minute", Duration.ofSeconds(70), () -> Instant.now().getEpochSecond() % 60 == 30);
    loads.forEach(Load::close);
    Instant latest =
        db.first(
                "reading the deadline",
                "SELECT max(deadline) AS at FROM check_state",
                row -> row.instant("at"))
            .orElseThrow();
    System.out.printf("truthful-alerts: silence; all deadlines by %s%n", latest);
    return latest;
  }

  private static void judgeMessages(Db db, GreenMail mail, AlertReceiver good, Instant deadline) {
    Await.that("somebody hears", Duration.ofMinutes(4), () -> !good.news().isEmpty());
    awaitSettled(db, "good");
    awaitSettled(db, "email");
    Instant first = good.news().get(0).at();
    Instant last = good.news().get(good.news().size() - 1).at();
    Instant firstMail = firstDelivered(db, "email");
    int mails = mail.getReceivedMessages().length;
    long flips = Database.flipsToDown(db);
    System.out.printf(
        "truthful-alerts: %d down; webhook: first message %d ms after the deadline, %d messages, last"
            + " after %d ms; mail: first after %d ms, %d messages%n",
        flips,
        Duration.between(deadline, first).toMillis(),
        good.news().size(),
        Duration.between(deadline, last).toMillis(),
        Duration.between(deadline, firstMail).toMillis(),
        mails);
    List.of("good", "email").forEach(channel -> printStages(db, channel, deadline));
    assertThat(flips).isEqualTo(CHECKS);
    assertThat(first).isBefore(deadline.plus(FIRST_MESSAGE));
    assertThat(firstMail).isBefore(deadline.plus(FIRST_MESSAGE));
    assertThat(mails).as("mails for %d checks", CHECKS).isLessThan(20);
    assertThat(unnamed(db)).as("checks that no delivered message names").isZero();
  }

  /** Where the time goes on the way of the first and of the last news. */
  private static void printStages(Db db, String channel, Instant deadline) {
    db.query(
            "reading the stages",
            """
            SELECT 'written ' || %s || ', handed over ' || %s || ', in messages ' || %s
                   || ', tried ' || %s || ', answered ' || %s AS t
              FROM (SELECT ?::timestamptz AS deadline) v
              JOIN flips f ON f.at >= v.deadline
              JOIN deliveries d ON d.flip_id = f.id
              JOIN channels ch ON ch.id = d.channel_id AND ch.name = ?
              JOIN messages m ON m.id = d.message_id
              JOIN attempts a ON a.message_id = m.id
             GROUP BY v.deadline
            """
                .formatted(
                    span("f.noted_at"),
                    span("d.created_at"),
                    span("m.created_at"),
                    span("a.at"),
                    span("a.at + a.took")),
            row -> row.string("t"),
            deadline,
            channel)
        .forEach(t -> System.out.printf("truthful-alerts: %s, ms: %s%n", channel, t));
  }

  /** From the first to the last, in milliseconds after the deadline. */
  private static String span(String instant) {
    String since = "round(1000 * extract(epoch FROM %s(" + instant + ") - v.deadline))";
    return since.formatted("min") + " || ' to ' || " + since.formatted("max");
  }

  private static Instant firstDelivered(Db db, String channel) {
    return db.first(
            "reading the first delivery",
            """
            SELECT min(a.at + a.took) AS at
              FROM attempts a JOIN messages m ON m.id = a.message_id
              JOIN channels ch ON ch.id = m.channel_id
             WHERE ch.name = ? AND a.verdict = 'delivered' AND EXISTS (
                     SELECT 1 FROM deliveries d WHERE d.message_id = m.id AND d.flip_id IS NOT NULL)
            """,
            row -> row.instant("at"),
            channel)
        .orElseThrow();
  }

  private static void judgeAwayProvider(Db db, AlertReceiver away, Instant deadline) {
    while (Instant.now().isBefore(deadline.plus(AWAY))) {
      Await.pause(Duration.ofSeconds(1));
    }
    int refused = away.refused();
    assertThat(away.news()).isEmpty();
    away.away(false);
    Instant back = Instant.now();
    awaitSettled(db, "away");
    System.out.printf(
        "truthful-alerts: provider away for %d s after the deadline: refused %d calls; took %d once it"
            + " was back, the last after %d s%n",
        AWAY.toSeconds(),
        refused,
        away.news().size(),
        Duration.between(back, Instant.now()).toSeconds());
  }

  private static void awaitSettled(Db db, String channel) {
    Await.that(
        channel + " has everything",
        SETTLED,
        () -> {
          Await.pause(Duration.ofMillis(500));
          return open(db, channel) == 0 && Database.flipsToDown(db) >= CHECKS;
        });
  }

  /** Flips or deliveries of a channel that are not told yet. */
  private static long open(Db db, String channel) {
    return db.first(
            "counting what is open",
            """
            SELECT (SELECT count(*) FROM flips WHERE NOT fanned_out)
                 + (SELECT count(*) FROM deliveries d JOIN channels ch ON ch.id = d.channel_id
                      LEFT JOIN messages m ON m.id = d.message_id
                     WHERE ch.name = ? AND d.withheld IS NULL
                       AND coalesce(m.state, 'sending') = 'sending') AS n
            """,
            row -> row.number("n"),
            channel)
        .orElseThrow();
  }

  private static long unnamed(Db db) {
    return db.first(
            "counting unnamed checks",
            """
            SELECT count(*) AS n
              FROM flips f JOIN check_channels cc ON cc.check_id = f.check_id
              JOIN channels ch ON ch.id = cc.channel_id AND ch.name <> 'away'
             WHERE f.new_status = 'down' AND NOT EXISTS (
               SELECT 1 FROM deliveries d JOIN messages m ON m.id = d.message_id
                WHERE d.flip_id = f.id AND d.channel_id = cc.channel_id AND m.state = 'delivered')
            """,
            row -> row.number("n"))
        .orElseThrow();
  }

  private static void judgeRows(Db db, long seed) {
    long doubled =
        db.first(
                "counting doubled flips",
                """
                SELECT count(*) AS n FROM (
                  SELECT 1 FROM flips WHERE new_status = 'down'
                   GROUP BY check_id HAVING count(*) > 1) twice
                """,
                row -> row.number("n"))
            .orElseThrow();
    assertThat(doubled).as("checks with two downs, seed %d", seed).isZero();
  }

  /** Messages that came again. */
  private static long doubles(AlertReceiver... receivers) {
    return Arrays.stream(receivers)
        .mapToLong(
            receiver -> {
              Set<String> keys = new HashSet<>();
              receiver.taken().forEach(call -> keys.add(call.key()));
              return (long) receiver.taken().size() - keys.size();
            })
        .sum();
  }
}
