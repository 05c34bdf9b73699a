package dev.tocsin.alerter.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.store.BlindRows;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {

  private final World world = new World();
  private final Upkeep upkeep =
      new Upkeep(world.db, new UpkeepLimits(Retention.DEFAULTS, 3, 40), AlerterMetrics.NONE);

  @AfterEach
  void close() {
    world.close();
  }

  private void sweep() {
    int quiet = 0;
    while (quiet < 20) { // more than the rounds of one walk
      quiet = upkeep.runOnce() ? 0 : quiet + 1;
    }
  }

  private void pings(long check, int count) {
    world.run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT ?, n, now(), 'success', 'http', 'GET', '' FROM generate_series(1, ?) n
        """,
        check,
        count);
    world.run("UPDATE check_state SET n_pings = ? WHERE check_id = ?", count, check);
  }

  @Test
  void nothing_is_removed_while_operators_have_switched_upkeep_off() {
    pings(world.check("many"), 150);
    world.run("INSERT INTO control_rods (name, reason, set_by) VALUES ('upkeep', 'x', 'ada')");
    sweep();
    assertThat(world.one("SELECT count(*) AS n FROM pings")).isEqualTo(150);
    world.run("DELETE FROM control_rods");
    sweep();
    assertThat(world.one("SELECT count(*) AS n FROM pings")).isEqualTo(100);
  }

  @Test
  void every_check_keeps_its_newest_pings_however_many_rounds_it_takes() {
    long[] checks = new long[8];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = world.check("check " + i);
      pings(checks[i], 90 + 20 * i);
    }
    sweep();
    assertThat(
            world.texts(
                "SELECT count(*) || ' from ' || min(n) AS t FROM pings GROUP BY check_id ORDER BY check_id"))
        .containsExactly(
            "90 from 1",
            "100 from 11",
            "100 from 31",
            "100 from 51",
            "100 from 71",
            "100 from 91",
            "100 from 111",
            "100 from 131");
  }

  @Test
  void pings_of_a_deleted_check_are_swept() {
    long gone = world.check("gone");
    long stays = world.check("stays");
    pings(gone, 130);
    pings(stays, 5);
    world.run("DELETE FROM checks WHERE id = ?", gone);
    sweep();
    assertThat(world.one("SELECT count(*) AS n FROM pings WHERE check_id = ?", gone)).isZero();
    assertThat(world.one("SELECT count(*) AS n FROM pings WHERE check_id = ?", stays)).isEqualTo(5);
  }

  @Test
  void old_messages_go_with_their_attempts_and_fresh_ones_stay() {
    long channel = world.channel("single", "hook");
    for (String age : new String[] {"94 d", "92 d"}) {
      world.run(
          """
          WITH m AS (
            INSERT INTO messages (channel_id, key, state, settled_at)
            VALUES (?, ?, 'delivered', now() - ?::interval) RETURNING id),
          d AS (
            INSERT INTO deliveries (channel_id, reason, message_id) SELECT ?, 'test', id FROM m)
          INSERT INTO attempts (message_id, took, verdict) SELECT id, '1 s', 'delivered' FROM m
          """,
          channel,
          age,
          age,
          channel);
    }
    sweep();
    assertThat(world.texts("SELECT key AS t FROM messages")).containsExactly("92 d");
    assertThat(world.one("SELECT count(*) AS n FROM attempts")).isEqualTo(1);
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(1);
  }

  @Test
  void old_notices_go_with_their_deliveries_and_fresh_ones_stay() {
    long channel = world.channel("single", "hook");
    for (String age : new String[] {"94 d", "92 d"}) {
      world.run(
          """
          WITH n AS (
            INSERT INTO notices (project_id, key, matter, kind, level, title, lines, path, created_at)
            SELECT id, ?, 'm', 'test', 'info', '', '{}', '/', now() - ?::interval FROM projects
            RETURNING id)
          INSERT INTO deliveries (channel_id, reason, notice_id, withheld)
          SELECT ?, 'notice', id, 'flapping' FROM n
          """,
          age,
          age,
          channel);
    }
    sweep();
    assertThat(world.texts("SELECT key AS t FROM notices")).containsExactly("92 d");
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(1);
  }

  @Test
  void old_flips_go_unless_a_kept_ping_is_as_old() {
    long quiet = world.check("quiet");
    long busy = world.check("busy");
    world.run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        VALUES (?, 1, now() - interval '200 d', 'success', 'http', 'GET', '')
        """,
        quiet);
    for (long check : new long[] {quiet, busy}) {
      flips(check, 300, 100, 10);
    }
    sweep();
    assertThat(
            world.texts(
                "SELECT c.name || ' ' || (now()::date - f.at::date) AS t FROM flips f JOIN checks c ON c.id = f.check_id ORDER BY f.id"))
        .containsExactly("quiet 100", "quiet 10", "busy 10");
    assertThat(world.texts("SELECT name || ' ' || flips_removed AS t FROM checks ORDER BY id"))
        .as("what was removed still counts")
        .containsExactly("quiet 1", "busy 2");
  }

  @Test
  void old_flips_stay_that_are_the_newest_or_open_an_incident_or_are_to_be_told() {
    long channel = world.channel("single", "hook");
    for (String name : new String[] {"newest", "incident", "waits", "sending", "sent"}) {
      long check = world.check(name);
      flips(check, 300, name.equals("newest") ? 200 : 10);
      String flip = "(SELECT min(id) FROM flips WHERE check_id = " + check + ")";
      switch (name) {
        case "incident" ->
            world.run(
                """
                INSERT INTO incidents (project_id, check_id, flip_id, opened_at, reason)
                SELECT 1, ?, %s, now(), 'fail'
                """
                    .formatted(flip),
                check);
        case "waits" ->
            world.run(
                "INSERT INTO deliveries (flip_id, channel_id, check_id) SELECT %s, ?, ?"
                    .formatted(flip),
                channel,
                check);
        case "sending", "sent" ->
            world.run(
                """
                WITH m AS (
                  INSERT INTO messages (channel_id, key, state, settled_at)
                  VALUES (?, ?, ?, now() - ?::interval) RETURNING id)
                INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
                SELECT %s, ?, ?, id FROM m
                """
                    .formatted(flip),
                channel,
                name,
                name.equals("sent") ? "delivered" : "sending",
                name.equals("sent") ? "92 d" : null,
                channel,
                check);
        default -> {}
      }
    }
    sweep();
    assertThat(
            world.texts(
                "SELECT c.name || ' ' || (now()::date - f.at::date) AS t FROM flips f JOIN checks c ON c.id = f.check_id ORDER BY f.id"))
        .containsExactly(
            "newest 200",
            "incident 300",
            "incident 10",
            "waits 300",
            "waits 10",
            "sending 300",
            "sending 10",
            "sent 10");
  }

  private void flips(long check, int... daysAgo) {
    for (int days : daysAgo) {
      world.run(
          """
          INSERT INTO flips (check_id, at, noted_at, old_status, new_status, reason, fanned_out)
          VALUES (?, now() - ?::interval, now() - ?::interval, 'up', 'down', 'fail', true)
          """,
          check,
          Duration.ofDays(days),
          Duration.ofDays(days));
    }
  }

  @Test
  void expired_sessions_go() {
    world.run("INSERT INTO accounts (email, password_hash) VALUES ('a@b', '')");
    for (String ends : new String[] {"-1 s", "1 h"}) {
      world.run(
          """
          INSERT INTO sessions (token_hash, account_id, expires_at)
          SELECT sha256(?::bytea), id, now() + ?::interval FROM accounts
          """,
          ends,
          ends);
    }
    sweep();
    assertThat(world.one("SELECT count(*) AS n FROM sessions")).isEqualTo(1);
  }

  @Test
  void what_says_when_we_listened_goes_from_the_past_on() {
    for (int days : new int[] {900, 850, 790, 10}) {
      world.run(
          """
          WITH s AS (
            INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
            SELECT gen_random_uuid(), 'a', now() - d * interval '1 day' - interval '5 d',
                   now() - d * interval '1 day', now() - d * interval '1 day', 'stopped'
              FROM (SELECT ?::int AS d) days
            RETURNING id, opened_at)
          INSERT INTO deaf_times (stream_id, node, since, until, cause)
          SELECT id, 'a', opened_at, opened_at + interval '1 h', 'stalled' FROM s
          """,
          days);
    }
    var since = World.now().minus(Duration.ofDays(700));
    var before = world.db.transaction("t", tx -> BlindRows.read(tx, since));
    sweep();
    assertThat(world.one("SELECT count(*) AS n FROM streams")).isEqualTo(2);
    assertThat(world.one("SELECT count(*) AS n FROM deaf_times")).isEqualTo(2);
    assertThat(world.db.transaction("t", tx -> BlindRows.read(tx, since)).endingAfter(since))
        .isEqualTo(before.endingAfter(since))
        .isNotEmpty();
  }
}
