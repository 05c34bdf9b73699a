package dev.tocsin.alerter.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each step of a round, with the parts it goes through played by the test. */
class WatchdogTest {

  private static final String PING = "https://t.example/ping";
  private static final URI OUTSIDE = URI.create("https://other.example/ping/1");

  private final World world = new World();
  private final AtomicLong nanos = new AtomicLong(1);
  private final List<String> called = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private Verdict answer = new Verdict.Delivered("200");
  private final CanaryRows rows = new CanaryRows(world.db, world.secrets);
  private final Watchdog watchdog =
      new Watchdog(
          WatchdogConfig.of(URI.create(PING + "/"), Optional.of(OUTSIDE), OutboundConfig.DEFAULT)
              .atOnce(),
          rows,
          this::call,
          () -> List.copyOf(reasons),
          nanos::get,
          () -> {});

  @AfterEach
  void close() {
    watchdog.close();
    world.close();
  }

  private Verdict call(URI uri) {
    called.add(uri.toString());
    return answer;
  }

  private void step(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    watchdog.runOnce();
  }

  private List<String> told() {
    return watchdog.condition().find().stream()
        .map(Finding::lines)
        .map(lines -> lines.get(0))
        .toList();
  }

  /** What a listener does with the last ping. */
  private void hear() {
    String ping = called.get(called.size() - 1);
    assertThat(ping).startsWith(PING + "/" + rows.canary().code() + "?rid=");
    world.run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, rid)
        SELECT ?, count(*), now(), 'success', 'http', 'GET', '', ? FROM pings
        """,
        rows.canary().checkId(),
        UUID.fromString(ping.substring(ping.indexOf('=') + 1)));
  }

  /** What the lanes do with the canary's delivery. */
  private void deliver() {
    world.run(
        """
        WITH m AS (INSERT INTO messages (channel_id, key, state)
                   SELECT channel_id, gen_random_uuid()::text, 'delivered' FROM deliveries
                   RETURNING id)
        UPDATE deliveries SET message_id = m.id FROM m
        """);
  }

  @Test
  void only_a_canary_that_came_all_the_way_round_is_told_outside() {
    step(1);
    assertThat(called).hasSize(1);
    step(1);
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isZero();
    hear();
    step(1);
    step(1);
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(1);
    assertThat(called).hasSize(1);
    deliver();
    step(1);
    assertThat(called).hasSize(2).last().isEqualTo(OUTSIDE.toString());
    assertThat(world.one("SELECT count(*) AS n FROM messages")).isZero();
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isZero();
    step(1);
    assertThat(called).as("once a minute").hasSize(2);
    step(60);
    assertThat(called).hasSize(3);
  }

  @Test
  void who_does_not_answer_the_ping_is_named_to_operators_after_three_minutes() {
    answer = new Verdict.TryAgain("t.example: connection refused", Optional.empty());
    for (int i = 0; i < 2; i++) {
      step(61);
    }
    assertThat(told()).isEmpty();
    step(61);
    assertThat(told()).singleElement().asString().contains("3 minutes", "connection refused");
    assertThat(called).noneMatch(OUTSIDE.toString()::equals);
  }

  @Test
  void a_ping_that_was_answered_and_is_not_in_the_database_is_no_round() {
    for (int i = 0; i < 20; i++) {
      step(10);
    }
    assertThat(told()).singleElement().asString().contains("not in the database");
    assertThat(called).noneMatch(OUTSIDE.toString()::equals);
  }

  @Test
  void an_alert_that_is_not_delivered_is_no_round_and_leaves_nothing_behind() {
    for (int i = 0; i < 20; i++) {
      int before = called.size();
      step(10);
      if (called.size() > before) {
        hear();
      }
    }
    assertThat(told()).singleElement().asString().contains("not delivered");
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isLessThanOrEqualTo(1);
  }

  @Test
  void a_loop_that_is_dead_keeps_the_outside_from_being_called() {
    reasons.add("overdue: the loop is dead");
    step(1);
    hear();
    step(1);
    deliver();
    step(1);
    step(200);
    assertThat(called).noneMatch(OUTSIDE.toString()::equals);
    assertThat(told()).singleElement().asString().contains("overdue: the loop is dead");
  }

  @Test
  void several_alerters_share_one_canary() {
    List<CompletableFuture<CanaryRows.Canary>> all =
        Stream.generate(() -> CompletableFuture.supplyAsync(rows::canary)).limit(6).toList();
    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(world.one("SELECT count(*) AS n FROM projects WHERE system")).isEqualTo(1);
  }
}
