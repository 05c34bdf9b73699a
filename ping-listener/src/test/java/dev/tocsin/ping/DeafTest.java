package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener that could not hear says about it afterwards. */
class DeafTest {

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

  private List<String> causes() {
    return it.texts("SELECT DISTINCT cause AS v FROM deaf_times ORDER BY v");
  }

  /** A machine that is busy enough may really stop us for two seconds. */
  private void assertNotDeaf() {
    assertThat(causes()).isSubsetOf("suspended", "stalled");
  }

  private long millis(String cause) {
    return it.one(
        """
        SELECT coalesce(extract(epoch FROM sum(until - since)) * 1000, 0)::bigint AS v
          FROM deaf_times WHERE cause = ?
        """,
        cause);
  }

  private void awaitDeaf(String cause) {
    ListenerFixture.await("deaf: " + cause, () -> causes().contains(cause));
  }

  /** The row says of this moment, and of some time after it, that it was heard. */
  private void awaitHeardAgain() {
    long now = it.one("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS v");
    ListenerFixture.await(
        "hearing again",
        () ->
            it.one(
                    """
                    SELECT (extract(epoch FROM max(heard_through)) * 1000)::bigint AS v FROM streams
                    """)
                > now + 500);
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void a_listener_that_hears_says_so_and_was_open_only_since_its_port_was() throws IOException {
    long before = it.one("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS v");
    it.start();
    it.knownCheck("job");
    awaitHeardAgain();
    assertNotDeaf();
    assertThat(it.one("SELECT (extract(epoch FROM opened_at) * 1000)::bigint AS v FROM streams"))
        .isGreaterThanOrEqualTo(before);
    StreamReport report = it.listener().report();
    assertThat(report.database()).isTrue();
    assertThat(report.json()).contains("\"database\":\"reached\"", report.stream().toString());
    it.stop();
    assertThat(it.texts("SELECT closed_why AS v FROM streams")).containsExactly("stopped");
    assertNotDeaf();
  }

  @Test
  void before_its_port_is_open_a_stream_has_not_begun() {
    it.start(config -> config, false);
    pass(Duration.ofMillis(2_500));
    it.listener().opened();
    awaitHeardAgain();
    assertNotDeaf();
    assertThat(
            it.one(
                """
                SELECT (extract(epoch FROM opened_at - i.created_at) * 1000)::bigint AS v
                  FROM streams, installation i
                """))
        .isGreaterThan(2_000);
  }

  @Test
  void an_event_loop_that_stands_still_is_deafness() {
    it.start();
    awaitHeardAgain();
    it.vertx.getOrCreateContext().runOnContext(go -> pass(Duration.ofMillis(3_500)));
    awaitDeaf("stalled");
    awaitHeardAgain();
    assertThat(millis("stalled")).isBetween(1_500L, 5_500L);
    // The counter goes on from where hearing stood; what a note had called heard, for a second at
    // most, is in the row alone.
    assertThat(it.registry.get("tocsin.deaf.seconds").tag("cause", "stalled").counter().count())
        .isBetween(0.5, millis("stalled") / 1000.0 + 0.01);
  }

  @Test
  void a_refused_ping_makes_its_second_deaf_also_while_postgres_is_away() throws IOException {
    it.start(config -> withJournal(config, 512 << 10));
    UUID code = it.knownCheck("full");
    it.proxy.down();
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
    assertThat(it.listener().report().json()).contains("\"database\":\"away\"");
    String body = "x".repeat(5_000);
    String post = "POST /ping/%s HTTP/1.1\nHost: h\nContent-Length: 5000\n\n".formatted(code);
    try (RawClient client = it.client()) {
      while (client.send(post + body).read(false).status() == 200) {
        // until it is full
      }
    }
    pass(Duration.ofMillis(600));
    it.proxy.heal();
    awaitDeaf("refused");
    awaitHeardAgain();
    assertThat(causes()).isSubsetOf("refused", "journal_full", "suspended", "stalled");
    assertThat(millis("refused")).isLessThan(30_000);
  }

  @Test
  void refused_connections_are_deafness_and_mistakes_of_clients_are_not() throws IOException {
    it.start();
    UUID code = it.knownCheck("job");
    assertThat(it.get("/ping/" + code + "/256").status()).isEqualTo(400);
    assertThat(it.get("/ping/" + UUID.randomUUID()).status()).isEqualTo(404);
    awaitHeardAgain();
    assertNotDeaf();
    it.listener().refusedConnection();
    awaitDeaf("refused");
    awaitHeardAgain();
    assertThat(millis("refused")).isBetween(900L, 10_000L);
  }

  @Test
  void a_flood_of_unknown_addresses_makes_no_deaf_time_and_hinders_no_check() throws Exception {
    it.start(config -> withJournal(config, 4 << 20));
    UUID pinged = it.knownCheck("pinged");
    UUID never = it.check("never-pinged-here");
    UUID named = it.check("nor-this-one");
    ListenerFixture.await("read", () -> it.registry.get("tocsin.known.checks").gauge().value() > 2);
    it.proxy.down(); // so that what is unknown keeps its place
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
    try (RawClient peer = it.client()) {
      int refused = 0;
      for (int i = 0; refused < 100; i++) {
        assertThat(i).isLessThan(100_000);
        String made = UUID.randomUUID().toString();
        String slug = ListenerFixture.KEY + "/" + made;
        refused += flood(peer, List.of(made, slug, slug + "?create=1").get(i % 3)) == 503 ? 1 : 0;
      }
      assertThat(it.get("/ping/" + pinged).status()).isEqualTo(200);
      assertThat(it.get("/ping/" + never).status()).isEqualTo(200);
      assertThat(it.get("/ping/" + ListenerFixture.KEY + "/nor-this-one").status()).isEqualTo(200);
      assertThat(flood(peer, ListenerFixture.KEY + "/made-up")).isEqualTo(503);
      assertThat(flood(peer, ListenerFixture.KEY + "/made-up?create=1")).isEqualTo(503);
    }
    it.proxy.heal();
    awaitHeardAgain();
    assertThat(it.count("tocsin.pings.refused", "reason", "stranger")).isGreaterThan(100);
    assertThat(it.count("tocsin.pings.refused", "reason", "unknown")).isZero();
    assertNotDeaf();
    ListenerFixture.await(
        "all pings",
        () ->
            it.bodies(pinged).size() == 2
                && it.bodies(never).size() == 1
                && it.bodies(named).size() == 1);
  }

  /** Without having read which checks there are, any of them may have been refused. */
  @Test
  void a_refused_ping_of_which_nobody_can_tell_is_deafness() throws Exception {
    it.proxy.down();
    it.start(config -> withJournal(config, 4 << 20));
    try (RawClient peer = it.client()) {
      while (flood(peer, UUID.randomUUID().toString()) != 503) {
        // until the share is used up
      }
    }
    it.proxy.heal();
    awaitDeaf("refused");
  }

  private static int flood(RawClient peer, String target) throws IOException {
    String head = "POST /ping/%s HTTP/1.1\nHost: h\nContent-Length: 2000\n\n";
    return peer.send(head.formatted(target) + "x".repeat(2_000)).read(false).status();
  }

  @Test
  void a_full_disk_is_deafness() {
    it.start(config -> withFree(config, Long.MAX_VALUE));
    awaitDeaf("disk_low");
    long before = millis("disk_low");
    ListenerFixture.await("it goes on", () -> millis("disk_low") > before + 1_000);
    assertThat(it.one("SELECT count(*) AS v FROM deaf_times")).isOne();
  }

  @Test
  void a_process_that_is_stopped_says_so_when_it_goes_on_and_a_killed_one_ended() throws Exception {
    try (ListenerProcess process = ListenerProcess.start(it, dir)) {
      awaitHeardAgain();
      process.signal("STOP");
      pass(Duration.ofMillis(3_500));
      process.signal("CONT");
      awaitDeaf("suspended");
      awaitHeardAgain();
      assertThat(millis("suspended")).isBetween(3_000L, 20_000L);
      assertNotDeaf();
      process.kill();
    }
    long ended =
        it.one("SELECT (extract(epoch FROM heard_through) * 1000)::bigint AS v FROM streams");
    it.start();
    ListenerFixture.await(
        "adopted",
        () -> it.one("SELECT count(*) AS v FROM streams WHERE closed_why = 'ended'") == 1);
    assertThat(
            it.one(
                """
                SELECT (extract(epoch FROM heard_through) * 1000)::bigint AS v FROM streams
                 WHERE closed_why = 'ended'
                """))
        .isBetween(ended, ended + 2_100);
    assertNotDeaf();
  }

  @Test
  void what_was_stopped_without_postgres_is_found_to_have_ended_in_good_order() throws Exception {
    it.start();
    UUID code = it.knownCheck("job");
    it.proxy.down();
    ListenerFixture.await("the loss is noticed", () -> it.database() == 1);
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    it.stop();
    it.proxy.heal();
    it.start();
    ListenerFixture.await(
        "adopted",
        () -> it.one("SELECT count(*) AS v FROM streams WHERE closed_why = 'stopped'") == 1);
    awaitHeardAgain();
    assertNotDeaf();
  }

  private static ListenerConfig withFree(ListenerConfig config, long minFreeBytes) {
    JournalConfig was = config.journal();
    return with(
        config,
        new JournalConfig(
            was.dir(),
            was.node(),
            was.segmentBytes(),
            was.maxBytes(),
            minFreeBytes,
            was.keep(),
            was.keepBytes(),
            was.maxPendingRecords(),
            was.maxPendingBytes(),
            was.maxRecordBytes(),
            was.noteEvery()));
  }

  private static ListenerConfig withJournal(ListenerConfig config, long maxBytes) {
    JournalConfig was = config.journal();
    return with(
        config,
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
            was.noteEvery()));
  }

  private static ListenerConfig with(ListenerConfig config, JournalConfig journal) {
    return new ListenerConfig(
        config.database(), journal, config.applying(), config.limits(), config.proxies());
  }
}
