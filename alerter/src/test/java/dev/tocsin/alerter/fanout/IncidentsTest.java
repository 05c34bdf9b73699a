package dev.tocsin.alerter.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fan-out makes of flips besides deliveries, and what it withholds. */
class IncidentsTest {

  private final World world = new World();
  private final FanOut fanOut = world.fanOut(100, () -> {}, AlerterMetrics.NONE);
  private long hook;
  private long check;

  @BeforeEach
  void setUp() {
    hook = world.channel("single", "hook");
    check = world.check("job");
    world.assign(check, hook);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void ping(PingKind kind) {
    world.ping(check, kind, World.now());
    fanOut.runOnce();
  }

  private List<String> incidents() {
    return world.texts(
        """
        SELECT concat_ws(' ', reason, coalesce(closed_by, 'open'), withheld,
                         CASE WHEN told_at IS NULL THEN 'untold' END) AS t
          FROM incidents ORDER BY id
        """);
  }

  private List<String> deliveries() {
    return world.texts(
        """
        SELECT concat_ws(' ', f.new_status, d.withheld) AS t
          FROM deliveries d JOIN flips f ON f.id = d.flip_id ORDER BY d.id
        """);
  }

  private void silence(String scope, Object value, Duration from, Duration until) {
    world.run(
        """
        INSERT INTO silences (project_id, %s author, starts_at, ends_at)
        SELECT project_id, %s 'me', now() + ?, now() + ? FROM checks WHERE id = ?
        """
            .formatted(scope.isEmpty() ? "" : scope + ",", scope.isEmpty() ? "" : value + ","),
        from,
        until,
        check);
  }

  @Test
  void a_flip_to_down_opens_an_incident_and_the_next_flip_closes_it() {
    ping(PingKind.FAIL);
    assertThat(incidents()).containsExactly("fail open");
    ping(PingKind.SUCCESS);
    assertThat(incidents()).containsExactly("fail up");
    ping(PingKind.FAIL);
    world.run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        VALUES (?, now(), 'down', 'paused', 'pause')
        """,
        check);
    fanOut.runOnce();
    assertThat(incidents()).containsExactly("fail up", "fail paused");
    assertThat(deliveries()).containsExactly("down", "up", "down");
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM incidents i JOIN flips d ON d.id = i.flip_id
                  JOIN flips u ON u.old_status = 'down' AND u.at = i.closed_at
                 WHERE d.at = i.opened_at AND d.new_status = 'down'
                """))
        .isEqualTo(2);
  }

  @Test
  void many_flips_of_a_check_in_one_batch_make_as_many_incidents() {
    for (int i = 0; i < 5; i++) {
      world.ping(check, i % 2 == 0 ? PingKind.FAIL : PingKind.SUCCESS, World.now());
    }
    fanOut.runOnce();
    assertThat(incidents()).containsExactlyInAnyOrder("fail up", "fail up", "fail open");
    assertThat(world.one("SELECT count(*) AS n FROM incidents WHERE told_at IS NULL")).isZero();
  }

  @Test
  void an_incident_goes_with_its_check() {
    ping(PingKind.FAIL);
    world.run("DELETE FROM checks WHERE id = ?", check);
    assertThat(incidents()).isEmpty();
  }

  @Test
  void a_silence_withholds_the_down_and_the_recovery_of_a_down_that_nobody_knows() {
    silence("", "", Duration.ofMinutes(-1), Duration.ofMinutes(1));
    ping(PingKind.FAIL);
    assertThat(incidents()).containsExactly("fail open silenced untold");
    ping(PingKind.SUCCESS);
    assertThat(deliveries()).containsExactly("down silenced", "up untold");
    assertThat(world.one("SELECT count(*) AS n FROM lanes WHERE next_at IS NOT NULL")).isZero();
  }

  @Test
  void whoever_was_told_of_a_down_hears_that_it_is_over_silence_or_not() {
    ping(PingKind.FAIL);
    silence("check_id", check, Duration.ofMinutes(-1), Duration.ofMinutes(1));
    ping(PingKind.SUCCESS);
    assertThat(deliveries()).containsExactly("down", "up");
  }

  @Test
  void silences_are_for_their_check_tag_or_project_and_for_their_time() {
    world.run("UPDATE checks SET tags = 'prod  db-1' WHERE id = ?", check);
    long other = world.check("other");
    silence("check_id", other, Duration.ofMinutes(-1), Duration.ofMinutes(1));
    silence("tag", "'db'", Duration.ofMinutes(-1), Duration.ofMinutes(1));
    silence("", "", Duration.ofMinutes(-2), Duration.ofMinutes(-1));
    silence("", "", Duration.ofMinutes(1), Duration.ofMinutes(2));
    ping(PingKind.FAIL);
    ping(PingKind.SUCCESS);
    assertThat(deliveries()).containsExactly("down", "up");
    silence("tag", "'db-1'", Duration.ofMinutes(-1), Duration.ofMinutes(1));
    ping(PingKind.FAIL);
    assertThat(deliveries()).containsExactly("down", "up", "down silenced");
  }

  @Test
  void a_maintenance_window_withholds_once_or_by_its_schedule() {
    Instant now = Instant.now();
    String insert =
        """
        INSERT INTO maintenance (project_id, author, kind, starts_at, schedule, tz, lasts)
        SELECT project_id, 'me', ?, ?, ?, 'Europe/Kyiv', ? FROM checks WHERE id = ?
        """;
    Duration hour = Duration.ofHours(1);
    world.run(insert, "once", now.minus(hour.multipliedBy(2)), "", hour, check);
    world.run(insert, "once", now.plus(hour), "", hour, check);
    world.run(insert, "cron", null, "not a schedule", hour, check);
    ping(PingKind.FAIL);
    ping(PingKind.SUCCESS);
    assertThat(deliveries()).containsExactly("down", "up");
    world.run(insert, "cron", null, "* * * * *", hour, check);
    ping(PingKind.FAIL);
    assertThat(deliveries()).containsExactly("down", "up", "down maintenance");
  }

  @Test
  void what_depends_on_a_check_that_is_down_is_withheld_and_the_other_is_told() {
    long parent = world.check("router");
    world.assign(parent, hook);
    world.run("INSERT INTO check_depends VALUES (?, ?)", check, parent);
    ping(PingKind.FAIL);
    ping(PingKind.SUCCESS);
    // Both in one batch, the parent last: statuses count, not the order of handing over.
    world.ping(check, PingKind.FAIL, World.now());
    world.ping(parent, PingKind.FAIL, World.now());
    fanOut.runOnce();
    assertThat(deliveries()).containsExactly("down", "up", "down depends", "down");
    ping(PingKind.SUCCESS);
    assertThat(deliveries()).endsWith("up untold");
  }

  @Test
  void an_incident_is_looked_at_only_if_there_may_be_something_to_say_of_it() {
    ping(PingKind.FAIL);
    String looked = "SELECT count(*) AS n FROM incidents WHERE look_at IS NOT NULL";
    assertThat(world.one(looked)).isZero();
    ping(PingKind.SUCCESS);
    world.run("UPDATE channels SET remind_every = interval '1 h'");
    ping(PingKind.FAIL);
    assertThat(world.one(looked)).isEqualTo(1);
    ping(PingKind.SUCCESS);
    assertThat(world.one(looked)).isZero();
    world.run("UPDATE checks SET remind_every = interval '0 s'");
    ping(PingKind.FAIL);
    assertThat(world.one(looked)).isZero();
  }

  @Test
  void a_check_that_flaps_has_its_incidents_and_its_downs_are_withheld() {
    for (int i = 0; i < 9; i++) {
      world.ping(check, i % 2 == 0 ? PingKind.FAIL : PingKind.SUCCESS, World.now());
    }
    fanOut.runOnce();
    assertThat(incidents()).hasSize(5);
    assertThat(deliveries()).startsWith("down", "up", "down", "up", "down", "up");
    assertThat(deliveries()).endsWith("down flapping", "up untold", "down flapping");
    assertThat(world.one("SELECT count(*) AS n FROM incidents WHERE look_at IS NOT NULL"))
        .as("told once it has settled")
        .isEqualTo(1);
  }
}
