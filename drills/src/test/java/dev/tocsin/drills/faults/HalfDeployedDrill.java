package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Balancer;
import dev.tocsin.drills.harness.Cluster;
import dev.tocsin.drills.harness.Cluster.Member;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rolling restart of three listeners behind a balancer, under load, in which the new batch lacks
 * a variable and has a misspelt one. The new processes refuse to start and name both; the old ones
 * go on. A batch that is set otherwise is seen as such; the good one takes over, one after the
 * other. No answer but 2xx on the second try, no ping lost, no false down.
 *
 * <p>System property: {@code drill.rate} (500 pings/s).
 */
@ExtendWith(DrillTable.class)
class HalfDeployedDrill {

  private static final String NAME = "half-deployed";
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int REFUSED = 78;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> HALF_SET =
      Map.of("DATABASE_URL", "", "TOCSIN_LISTENER_MAX_WAITNG", "20000");
  private static final Map<String, String> WELL_SET =
      Map.of("TOCSIN_LISTENER_MAX_WAITING", "15000");

  @TempDir Path dir;
  private Cluster cluster;
  private List<Member> listeners;
  private Balancer balancer;
  private Load load;
  private Ledger ledger;
  private Db db;

  @BeforeEach
  void startTheOldOnes() {
    Map<String, String> settings =
        Map.of("TOCSIN_LIMITS_MIN_PERIOD", "1s", "TOCSIN_SITE_URL", "http://tocsin.example");
    cluster = new Cluster(dir, settings);
    listeners =
        List.of(
            cluster.add("ping-listener", "one"),
            cluster.add("ping-listener", "two"),
            cluster.add("ping-listener", "three"));
    listeners.forEach(Member::awaitReady);
    Api api = cluster.project("drill");
    db = cluster.postgres().open();
    ledger = new Ledger(db);
    balancer = new Balancer(listeners.stream().map(Member::port).toList());
    Await.that("all are in the balancer", SOON, () -> balancer.ready() == listeners.size());
    List<UUID> checks = Database.manyChecks(db, api.projectCode(), 500, 30, 10);
    load = Load.tryingTwice(balancer.port(), checks, 32, Integer.getInteger("drill.rate", 500));
    Await.that("pings arrive", SOON, () -> load.accepted() > 1_000);
  }

  @AfterEach
  void stop() {
    load.close();
    balancer.close();
    db.close();
    cluster.close();
  }

  @Test
  void a_batch_that_is_set_by_half_never_serves_and_the_old_ones_go_on() throws Exception {
    Member alerter = cluster.add("alerter", "alerter");
    Member dashboard = cluster.add("dashboard", "dashboard");
    alerter.awaitReady();
    dashboard.awaitReady();

    Await.that("the fleet is one", START, () -> !differ(dashboard, "settings"));
    for (Member listener : listeners) {
      TocsinProcess old = listener.process();
      TocsinProcess half = listener.successor(HALF_SET);
      assertThat(half.awaitExit(START)).isEqualTo(REFUSED);
      assertThat(half.output()).contains("database.url: missing", "TOCSIN_LISTENER_MAX_WAITNG");
      assertThat(old.isAlive()).isTrue();
    }
    assertThat(balancer.ready()).isEqualTo(listeners.size());

    takeOver(listeners.get(0), WELL_SET);
    Await.that("the fleet is seen to be mixed", START, () -> differ(dashboard, "settings"));
    takeOver(listeners.get(1), WELL_SET);
    takeOver(listeners.get(2), WELL_SET);
    Await.that("the fleet is one again", START, () -> !differ(dashboard, "settings"));

    // Who is cut off in the middle asks again, and is answered then.
    judge(DrillRow.of(NAME, "three listeners replaced, by wrong ones first"))
        .mustHold(Column.OTHER);
    assertThat(load.statuses().keySet()).as("answers").isSubsetOf(200, 0);
    assertThat(load.gaveUp()).as("pings given up").isZero();
  }

  /** The protection taken away: the old one is stopped before the new one has looked. */
  @Test
  void stopping_first_and_looking_then_loses_pings() {
    for (Member listener : listeners) {
      assertThat(listener.process().terminate()).isZero();
      assertThat(listener.successor(HALF_SET).awaitExit(START)).isEqualTo(REFUSED);
    }
    Await.that("somebody gives up", SOON, () -> load.gaveUp() > 0);
    judge(DrillRow.without(NAME, "a look before the old one ends")).mustShowHarm(Column.OTHER);
  }

  private void takeOver(Member listener, Map<String, String> changes) {
    TocsinProcess old = listener.process();
    TocsinProcess successor = listener.successor(changes);
    assertThat(old.awaitExit(START)).as("how the old one of %s ends", listener.name()).isZero();
    listener.replaceWith(successor.awaitReady(START));
  }

  /**
   * What came of it. Not the order of a check's pings: two listeners may apply them in another one
   * than they came in, and what counts then is their stamps.
   */
  private DrillRow judge(DrillRow row) {
    load.close();
    ledger.awaitApplied(load, SOON);
    System.out.printf(
        "half-deployed: answers by status %s, %d pings needed a second try, %d were given up, %d in"
            + " Postgres, slowest answer %d ms%n",
        load.statuses(),
        load.triedAgain(),
        load.gaveUp(),
        ledger.count(),
        load.slowest().toMillis());
    return row.pings(ledger.balance(load)).with(Column.FALSE_DOWNS, Database.flipsToDown(db));
  }

  /** Whether the page System would say that listeners differ in this. */
  private boolean differ(Member dashboard, String what) {
    try {
      for (JsonNode one : system(dashboard).get("differences")) {
        if (one.get("role").asText().equals("ping-listener")
            && one.get("what").asText().equals(what)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key = "";

  private JsonNode system(Member dashboard) throws IOException {
    if (key.isEmpty()) {
      Path password = Files.writeString(dir.resolve("password"), "correct horse battery");
      String email = "ada@example.org";
      cluster.run("user", "create", email, "--password-file", password.toString());
      cluster.run("user", "operator", email);
      key = cluster.run("user", "key", "create", email).strip();
    }
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + dashboard.port() + "/api/v3/system/"))
            .header("X-Api-Key", key)
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return JSON.readTree(
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
