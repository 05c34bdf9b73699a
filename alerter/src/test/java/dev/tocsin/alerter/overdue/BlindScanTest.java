package dev.tocsin.alerter.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.blind.BlindLimits;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hour before the tests began: one listener until minute 20, another one from minute 30 on. */
class BlindScanTest {

  private static final Instant START =
      World.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void runs_that_nobody_could_hear_are_credited_and_named_in_one_message() {
    blindFrom20To30();
    long first = due("first", 22, "");
    long second = due("second", 25, "");
    long heard = due("heard", 24, "");
    long channel = world.channel("test", "ops");
    List.of(first, second, heard).forEach(check -> world.assign(check, channel));
    UUID stream = stream(30, 31);
    scan();
    assertThat(status(first, second, heard)).containsOnly("up");
    assertThat(told()).isEmpty();
    world.ping(heard, PingKind.SUCCESS, at(33));
    world.heardThrough(stream, at(36));
    scan();
    assertThat(told())
        .containsExactly("2 runs are unverified: Tocsin could not hear for 10 minutes");
    assertThat(lines())
        .contains("3 runs were due in it.", "first, due " + utc(22), "second, due " + utc(25))
        .noneMatch(line -> line.startsWith("heard"));
    assertThat(
            world.texts(
                """
                SELECT reason || ' ' || channel_id AS t FROM deliveries WHERE notice_id IS NOT NULL
                """))
        .containsExactly("notice " + channel);
    scan();
    assertThat(told()).hasSize(1);
    assertThat(credit(first)).isEqualTo(at(30));
    assertThat(world.flips(first)).containsExactly("new>up success");
  }

  @Test
  void a_check_that_wants_to_goes_down_and_one_that_waits_longer_is_not_yet_late() {
    blindFrom20To30();
    long alert = due("alert", 22, "blind_policy = 'alert'");
    long extend = due("extend", 22, "blind_policy = 'extend'");
    UUID stream = stream(30, 31);
    scan();
    assertThat(status(alert, extend)).containsExactly("down", "up");
    world.heardThrough(stream, at(37));
    scan();
    assertThat(status(extend)).containsExactly("up");
    world.heardThrough(stream, at(40));
    scan();
    assertThat(status(extend)).containsExactly("down");
    assertThat(told()).isEmpty();
  }

  @Test
  void blind_time_in_which_every_run_was_heard_after_all_is_told_as_such() {
    blindFrom20To30();
    long check = due("retried", 22, "");
    UUID stream = stream(30, 31);
    scan();
    world.ping(check, PingKind.SUCCESS, at(32));
    world.heardThrough(stream, at(50));
    scan();
    assertThat(told()).containsExactly("Tocsin could not hear for 10 minutes, no run is missing");
    assertThat(world.texts("SELECT 'x' AS t FROM unverified_runs")).isEmpty();
    assertThat(world.texts("SELECT 'x' AS t FROM blind_projects")).isEmpty();
  }

  @Test
  void a_restart_that_clients_outlive_is_noted_and_not_told() {
    closed(0, 20 * 60, "stopped");
    long check = due("restarted", 20, "");
    stream(20 * 60 + 20, 26 * 60);
    scan();
    assertThat(world.texts("SELECT causes[1] AS t FROM blind_times")).containsExactly("stopped");
    assertThat(told()).isEmpty();
    assertThat(world.flips(check)).containsExactly("new>up success", "up>down timeout");
  }

  @Test
  void two_alerters_note_and_tell_once() {
    blindFrom20To30();
    for (int i = 0; i < 20; i++) {
      due("check " + i, 21, "");
    }
    stream(30, 50);
    CompletableFuture.allOf(
            CompletableFuture.runAsync(this::scan), CompletableFuture.runAsync(this::scan))
        .join();
    scan();
    assertThat(told()).hasSize(1);
    assertThat(world.texts("SELECT 'x' AS t FROM blind_times")).hasSize(1);
    assertThat(world.texts("SELECT 'x' AS t FROM unverified_runs WHERE told")).hasSize(20);
  }

  @Test
  void names_wait_for_their_likes_and_no_longer_than_allowed() {
    blindFrom20To30();
    due("soon", 22, "");
    due("patient", 25, "grace = interval '1 hour'");
    UUID stream = stream(30, 50);
    scan();
    assertThat(told()).as("another one may still be heard").isEmpty();
    world.run("UPDATE unverified_runs SET noted_at = noted_at - interval '11 min'");
    scan();
    assertThat(told()).singleElement().asString().startsWith("soon is unverified");
    assertThat(lines()).contains("1 more may still be heard.");
    world.heardThrough(stream, at(100));
    scan();
    assertThat(told()).hasSize(2).element(1).asString().startsWith("patient is unverified");
  }

  @Test
  void deafness_of_a_stream_that_goes_on_counts_like_any_other() {
    UUID stream = stream(0, 45);
    world.run(
        """
        INSERT INTO deaf_times (stream_id, node, since, until, cause)
        VALUES (?, 'here', ?, ?, 'refused')
        """,
        stream,
        at(20),
        at(30));
    long check = due("deaf", 22, "");
    scan();
    assertThat(status(check)).containsExactly("up");
    assertThat(told()).hasSize(1);
    assertThat(lines().get(0)).contains("(refused)");
  }

  private void scan() {
    var overdue =
        new OverdueScan(
            world.db,
            Duration.ZERO,
            Duration.ofSeconds(1),
            10,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE);
    while (overdue.runOnce()) {}
    var blind =
        new BlindScan(world.db, Duration.ZERO, BlindLimits.DEFAULTS, () -> {}, AlerterMetrics.NONE);
    while (blind.runOnce()) {}
  }

  private void blindFrom20To30() {
    closed(0, 20 * 60, "stopped");
  }

  private void closed(int since, int until, String why) {
    world.run(
        """
        INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
        VALUES (gen_random_uuid(), 'here', ?, ?, ?, ?)
        """,
        START.plusSeconds(since),
        START.plusSeconds(until),
        START.plusSeconds(until),
        why);
  }

  private UUID stream(int since, int heard) {
    boolean seconds = since > 100;
    UUID id = UUID.randomUUID();
    world.run(
        "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'here', ?, ?)",
        id,
        seconds ? START.plusSeconds(since) : at(since),
        seconds ? START.plusSeconds(heard) : at(heard));
    return id;
  }

  /** A check with a period of an hour and a grace time of five minutes. */
  private long due(String name, int minute, String settings) {
    long check = world.check(name);
    if (!settings.isEmpty()) {
      world.run("UPDATE checks SET " + settings + " WHERE id = ?", check);
    }
    world.ping(check, PingKind.SUCCESS, at(minute).minus(World.PERIOD));
    return check;
  }

  private List<String> status(long... checks) {
    return Arrays.stream(checks).mapToObj(world::status).toList();
  }

  private Instant credit(long check) {
    StoredCheck stored =
        world.db.transaction("reading", tx -> StoredCheck.read(tx, List.of(check)).get(0));
    return Objects.requireNonNull(stored.state().credit()).at();
  }

  private List<String> told() {
    return world.texts("SELECT title AS t FROM notices ORDER BY id");
  }

  private List<String> lines() {
    return world.texts("SELECT unnest(lines) AS t FROM notices ORDER BY id");
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static String utc(int minute) {
    return at(minute).toString().replace('T', ' ').replace("Z", " UTC");
  }
}
