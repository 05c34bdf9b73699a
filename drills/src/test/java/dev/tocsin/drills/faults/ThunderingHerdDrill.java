package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.AlertReceiver;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.Metrics;
import dev.tocsin.drills.harness.SilentJobs;
import dev.tocsin.drills.harness.Wrk;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lights went out and are on again: three listeners with a backlog each, two alerters and a
 * dashboard start in the same moment, before Postgres does, and thousands of clients who could not
 * get through come at once. No ping that was accepted is lost, nobody goes down who reported, those
 * who did not are told of, and Postgres is asked for no more connections than ever.
 *
 * <p>System property: {@code drill.clients} (6000). Needs {@code wrk}.
 */
@ExtendWith(DrillTable.class)
class ThunderingHerdDrill {

  private static final String NAME = "thundering-herd";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int CLIENTS = Integer.getInteger("drill.clients", 6_000);
  private static final int HERD_SECONDS = 10;
  private static final int LISTENERS = 3;
  private static final int SILENT = 20;
  private static final int PER_SECOND = 150;

  /** Three of each listener, the pools of the others with one that hears news each, the drill's. */
  private static final int CONNECTIONS = LISTENERS * 3 + 3 * (10 + 1) + 4;

  @TempDir Path dir;

  @Test
  void everybody_comes_back_at_once() {
    try (AlertReceiver people = AlertReceiver.start();
        Cluster cluster =
            new Cluster(
                dir,
                Map.of(
                    "TOCSIN_LIMITS_MIN_PERIOD", "1s", "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true"))) {
      List<Cluster.Member> ears = new ArrayList<>();
      for (int i = 0; i < LISTENERS; i++) {
        ears.add(cluster.add("ping-listener", "ear-" + i));
      }
      cluster.add("alerter", "alerter-1");
      cluster.add("alerter", "alerter-2");
      cluster.add("dashboard", "pages");
      cluster.members().forEach(Cluster.Member::awaitReady);
      UUID project = cluster.project("drill").projectCode();
      try (Db db = cluster.postgres().open()) {
        drill(cluster, ears, people, project, db);
      }
    }
  }

  /**
   * The protection taken away: pools as large as they like. Who is there takes every connection
   * that Postgres has, and who joins later finds none.
   */
  @Test
  void without_bounds_on_connections_a_node_that_joins_cannot_work() {
    Map<String, String> settings =
        Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s", "TOCSIN_DATABASE_POOL_SIZE", "200");
    try (Cluster cluster = new Cluster(dir, settings)) {
      UUID project = cluster.project("drill").projectCode();
      try (Db db = cluster.postgres().open()) {
        List<UUID> checks = Database.manyChecks(db, project, 100, 30, 60);
        cluster.add("alerter", "alerter-1");
        cluster.add("alerter", "alerter-2");
        Await.that("Postgres is full", SOON, () -> isFull(db));
        Cluster.Member ear = cluster.add("ping-listener", "ear");
        Await.that("it listens", SOON, ear::listens);
        Load load = Load.start(ear.port(), checks, 4, 50);
        Await.pause(Duration.ofSeconds(15));
        load.close();
        DrillRow.without(NAME, "bounds on connections (15 s later)")
            .pings(new Ledger(db).balance(load))
            .mustShowHarm(Column.LOST);
        assertThat(load.statuses().keySet()).as("heard all the while").containsOnly(200);
      }
    }
  }

  /** Another one is not to be had, or the last one is just in use. */
  private static boolean isFull(Db db) {
    long most =
        db.first(
                "asking for the bound",
                "SELECT setting::bigint AS n FROM pg_settings WHERE name = 'max_connections'",
                row -> row.number("n"))
            .orElseThrow();
    return connections(db) >= most - 1;
  }

  private void drill(
      Cluster cluster, List<Cluster.Member> ears, AlertReceiver people, UUID project, Db db) {
    // A herd's client tries again for a minute: a deadline must be able to bear that.
    List<UUID> checks = Database.manyChecks(db, project, 300, 30, 60);
    List<UUID> crowd = Database.manyChecks(db, project, 100, 3_600, 3_600);
    SilentJobs silent = SilentJobs.make(db, cluster.data(), project, people, SILENT, 20, 30);
    List<Load> loads = new ArrayList<>();
    int share = checks.size() / LISTENERS;
    for (int i = 0; i < LISTENERS; i++) {
      List<UUID> own = checks.subList(i * share, (i + 1) * share);
      loads.add(Load.start(ears.get(i).port(), own, 8, PER_SECOND));
    }
    Ledger ledger = new Ledger(db, SILENT);
    Await.that("pings", SOON, () -> ledger.count() > 1_000);
    silent.report(ears.get(0).port());
    cluster.postgres().stop();
    Await.pause(Duration.ofSeconds(10)); // a backlog
    cluster.members().forEach(Cluster.Member::kill);
    cluster.members().forEach(Cluster.Member::start);
    ears.forEach(ear -> Await.that(ear.name() + " listens", SOON, () -> ear.listens()));
    List<CompletableFuture<Wrk.Result>> herd =
        ears.stream()
            .map(
                ear ->
                    CompletableFuture.supplyAsync(
                        () -> Wrk.run(ear.port(), crowd, CLIENTS / LISTENERS, HERD_SECONDS)))
            .toList();
    cluster.postgres().start();
    long back = System.nanoTime();
    long connections = most(db, herd);
    Await.that("all caught up", SOON, () -> caughtUp(ledger, loads));
    Duration recovery = Duration.ofNanos(System.nanoTime() - back);
    cluster.members().forEach(Cluster.Member::awaitReady);
    SilentJobs.Told told = silent.told(SOON);
    loads.forEach(Load::close);
    Await.that("all applied", SOON, () -> caughtUp(ledger, loads));
    Ledger.Balance pings = ledger.balance(loads.toArray(Load[]::new));
    long refused = herd.stream().mapToLong(one -> one.join().bad()).sum();
    double perSecond = herd.stream().mapToDouble(one -> one.join().perSecond()).sum();
    System.out.printf(
        "thundering-herd: %d clients sent %,.0f pings/s, %d without a good answer; at most %d"
            + " connections to Postgres%n",
        CLIENTS, perSecond, refused, connections);
    for (Cluster.Member ear : ears) {
      System.out.printf(
          "thundering-herd: %s refused %s%n",
          ear.name(), Metrics.of(ear.process()).nonZero("tocsin_pings_refused_total"));
    }
    // While the lights are out nobody answers.
    DrillRow.of(NAME, "6 processes and %,d clients at once".formatted(CLIENTS))
        .pings(pings)
        .with(Column.FALSE_DOWNS, Database.flipsToDown(db) - SILENT + told.missed())
        .alerts(told)
        .recovered(recovery)
        .mustHold(Column.OTHER);
    assertThat(pings.deviations()).isEmpty();
    assertThat(pings.others().keySet())
        .as("nothing but silence while there was nobody")
        .containsOnly(0);
    assertThat(connections).isLessThanOrEqualTo(CONNECTIONS);
    assertThat(refused).as("of the herd").isZero();
  }

  private static boolean caughtUp(Ledger ledger, List<Load> loads) {
    long accepted = loads.stream().mapToLong(Load::accepted).sum();
    Await.pause(Duration.ofMillis(200));
    return ledger.countIfThere().orElse(-1) >= accepted;
  }

  /** The most connections that were seen while the herd was there. */
  private static long most(Db db, List<CompletableFuture<Wrk.Result>> herd) {
    long most = 0;
    while (herd.stream().anyMatch(one -> !one.isDone())) {
      try {
        most = Math.max(most, connections(db));
      } catch (DbException e) {
        // It is starting yet.
      }
      Await.pause(Duration.ofMillis(200));
    }
    return Math.max(most, connections(db));
  }

  private static long connections(Db db) {
    return db.first(
            "counting connections",
            "SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend'",
            row -> row.number("n"))
        .orElseThrow();
  }
}
