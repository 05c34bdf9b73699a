package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.RawClient.Reply;
import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.journal.JournalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told while Postgres is away, and what is in it afterwards. */
class OutageTest {

  @TempDir private Path dir;
  private ListenerFixture it;

  @BeforeEach
  void prepare() throws IOException {
    it = new ListenerFixture(dir);
  }

  @AfterEach
  void stop() throws IOException {
    it.close();
  }

  private void loseDatabase() {
    it.proxy.down();
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
  }

  private Reply post(RawClient client, UUID code, String body) throws IOException {
    String head = "POST /ping/%s HTTP/1.1\nHost: h\nContent-Length: %d\n\n";
    return client.send(head.formatted(code, body.length()) + body).read(false);
  }

  @Test
  void known_targets_are_answered_on_the_journals_word_and_applied_once_in_order()
      throws IOException {
    it.start();
    UUID code = it.knownCheck("known");
    List<String> sent = new ArrayList<>(List.of(""));
    try (RawClient client = it.client()) {
      for (int i = 0; i < 300; i++) {
        if (i == 100) {
          it.proxy.down(); // not waiting until it is noticed
        }
        sent.add("ping " + i);
        assertThat(post(client, code, "ping " + i).status()).isEqualTo(200);
      }
    }
    it.proxy.heal();
    ListenerFixture.await("all applied", () -> it.bodies(code).size() >= sent.size());
    assertThat(it.bodies(code)).isEqualTo(sent);
    assertThat(it.count("tocsin.pings.accepted", "kind", "success")).isEqualTo(sent.size());
  }

  @Test
  void unknown_targets_are_taken_on_trust_while_postgres_is_away_and_listed_if_they_are_none()
      throws IOException {
    it.start();
    UUID later = it.check("later");
    loseDatabase();
    assertThat(it.get("/ping/" + later).status()).isEqualTo(200);
    assertThat(it.get("/ping/" + UUID.randomUUID()).status()).isEqualTo(200);
    assertThat(it.get("/" + ListenerFixture.KEY + "/made?create=1").status()).isEqualTo(200);
    assertThat(it.get("/ping/" + later + "/256").body()).isEqualTo("invalid url format");
    assertThat(it.get("/ping/" + later + "?rid=").body()).isEqualTo("invalid uuid format");
    assertThat(it.one("SELECT count(*) AS v FROM pings")).isZero();
    it.proxy.heal();
    ListenerFixture.await(
        "two applied, one listed",
        () ->
            it.one("SELECT count(*) AS v FROM pings") == 2
                && it.one("SELECT count(*) AS v FROM unresolved_pings") == 1);
    assertThat(it.one("SELECT count(*) AS v FROM checks WHERE slug = 'made'")).isOne();
  }

  @Test
  void a_listener_that_starts_without_postgres_hears_all_the_same() throws IOException {
    UUID code = it.check("early");
    it.proxy.down();
    it.start();
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    assertThat(it.listener().notReady()).isEmpty();
    assertThat(it.listener().trouble()).isNotEmpty();
    it.proxy.heal();
    ListenerFixture.await("applied", () -> it.bodies(code).size() == 1);
  }

  @Test
  void a_database_that_falls_silent_delays_answers_by_the_waits_at_most() throws IOException {
    it.start(config -> ListenerFixture.with(config, limits(400)));
    UUID known = it.knownCheck("silent");
    UUID unknown = it.check("unknown");
    it.proxy.freeze();
    long before = System.nanoTime();
    assertThat(it.get("/ping/" + known).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    assertThat(it.get("/ping/" + unknown).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    it.proxy.heal();
    ListenerFixture.await(
        "both applied", () -> it.bodies(known).size() == 2 && it.bodies(unknown).size() == 1);
  }

  @Test
  void a_flood_of_random_ids_gets_its_share_of_waiting_and_real_pings_still_pass()
      throws IOException {
    PingLimits limits = limits(400); // 40 for unknown targets, 10 of them for one peer
    it.start(config -> ListenerFixture.with(config, limits));
    UUID known = it.knownCheck("real");
    it.proxy.freeze();
    List<RawClient> flood = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      flood.add(it.client().send("GET /ping/" + UUID.randomUUID() + " HTTP/1.1\nHost: h\n\n"));
    }
    Reply real = it.get("/ping/" + known);
    assertThat(real.status()).isEqualTo(200);
    int refused = 0;
    for (RawClient client : flood) {
      Reply reply = client.read(false);
      refused += reply.status() == 503 ? 1 : 0;
      assertThat(reply.status()).isIn(200, 503);
      client.close();
    }
    assertThat(refused).isBetween(10, 50);
    assertThat(it.count("tocsin.pings.refused", "reason", "unknown")).isEqualTo(refused);
    it.proxy.heal();
  }

  @Test
  void a_flood_of_random_ids_gets_its_share_of_the_journal_until_it_is_settled()
      throws IOException {
    it.start(config -> withJournal(config, 2 << 20)); // 210 kB, of which one peer 52 kB
    UUID known = it.knownCheck("real");
    loseDatabase();
    int taken = 0;
    Reply reply = it.get("/ping/" + UUID.randomUUID());
    try (RawClient client = it.client()) {
      while (reply.status() == 200 && taken < 2_000) {
        taken++;
        reply = client.ask("GET", "/ping/" + UUID.randomUUID());
      }
      assertThat(reply.status()).isEqualTo(503);
      assertThat(taken).isBetween(100, 1_000);
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(5, 10);
      for (int i = 0; i < 500; i++) {
        assertThat(post(client, known, "real").status()).isEqualTo(200);
      }
    }
    it.proxy.heal();
    ListenerFixture.await(
        "room for unknown targets again", () -> status("/ping/" + UUID.randomUUID()) == 404);
    assertThat(it.one("SELECT count(*) AS v FROM unresolved_pings")).isEqualTo(taken);
    assertThat(it.bodies(known)).hasSize(501);
  }

  @Test
  void a_listener_that_starts_without_postgres_knows_its_checks() throws IOException {
    UUID never = it.check("never pinged");
    it.start();
    ListenerFixture.await("what is known is kept", () -> Files.exists(dir.resolve("checks")));
    it.stop();
    it.proxy.down();
    it.start(config -> withJournal(config, 2 << 20)); // 52 kB for strangers from here
    long began = System.nanoTime();
    try (RawClient client = it.client()) {
      for (int i = 0; i < 1_500; i++) {
        assertThat(post(client, never, "real").status()).isEqualTo(200);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("nobody waits until it is known whether there is such a check")
        .isLessThan(Duration.ofSeconds(60));
    it.proxy.heal();
    ListenerFixture.await("all applied", () -> it.bodies(never).size() == 1_500);
  }

  @Test
  void a_full_journal_is_answered_503_and_hears_again_when_postgres_is_back() throws IOException {
    it.start(config -> withJournal(config, 512 << 10));
    UUID code = it.knownCheck("full");
    loseDatabase();
    int taken = 1;
    String body = "x".repeat(5_000);
    try (RawClient client = it.client()) {
      Reply reply = post(client, code, body);
      while (reply.status() == 200) {
        taken++;
        reply = post(client, code, body);
      }
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).isEqualTo("try again later");
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(5, 10);
      assertThat(it.count("tocsin.pings.refused", "reason", "journal")).isGreaterThanOrEqualTo(1);
      it.proxy.heal();
      ListenerFixture.await("room again", () -> status("/ping/" + code) == 200);
    }
    int sure = taken + 1;
    ListenerFixture.await("all applied", () -> it.bodies(code).size() >= sure);
    assertThat(it.bodies(code)).hasSize(sure);
  }

  private int status(String path) {
    try {
      return it.get(path).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PingLimits limits(int maxWaiting) {
    return new PingLimits(
        OptionalInt.of(10_000),
        1 << 20,
        8 << 20,
        maxWaiting,
        Duration.ofMillis(200),
        Duration.ofMillis(800),
        10,
        25,
        100,
        0,
        6,
        100);
  }

  private static ListenerConfig withJournal(ListenerConfig config, long maxBytes) {
    JournalConfig was = config.journal();
    JournalConfig small =
        new JournalConfig(
            was.dir(),
            was.node(),
            64 << 10,
            maxBytes,
            0,
            was.keep(),
            0,
            was.maxPendingRecords(),
            128 << 10,
            128 << 10,
            was.noteEvery());
    return new ListenerConfig(
        config.database(), small, config.applying(), config.limits(), config.proxies());
  }
}
