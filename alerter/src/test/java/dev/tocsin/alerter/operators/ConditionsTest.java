package dev.tocsin.alerter.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.alerter.streams.StreamWatch.StillStream;
import dev.tocsin.store.Processes;
import dev.tocsin.store.Processes.Self;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each condition on rows that have it and on rows that almost have it. */
class ConditionsTest {

  private static final World WORLD = new World();

  @AfterAll
  static void close() {
    WORLD.close();
  }

  private static List<String> titles(Condition condition) {
    return condition.find().stream().map(Finding::title).toList();
  }

  @Test
  void a_stream_that_stands_still_is_named_with_what_its_node_says() {
    UUID id = UUID.randomUUID();
    List<Finding> found =
        new StreamsStill(
                () -> List.of(new StillStream(id, "node a/1", "it is away", Duration.ofMinutes(1))))
            .find();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).key()).isEqualTo("stream-still-" + id);
    assertThat(found.get(0).lines().get(0)).contains("it is away");
  }

  @Test
  void streams_that_were_given_up_are_told_of_until_they_are_back() {
    UUID stream = WORLD.stream(World.now());
    StreamsLost lost = new StreamsLost(WORLD.db);
    assertThat(titles(lost)).isEmpty();
    WORLD.run("UPDATE streams SET closed_at = now(), closed_why = 'cut_off' WHERE id = ?", stream);
    assertThat(titles(lost)).containsExactly("the listener on here is cut off and was given up");
    WORLD.run("UPDATE streams SET closed_why = 'dead' WHERE id = ?", stream);
    assertThat(titles(lost)).containsExactly("the listener on here is gone and was given up");
    WORLD.run("UPDATE streams SET closed_why = 'ended' WHERE id = ?", stream);
    assertThat(titles(lost)).isEmpty();
  }

  @Test
  void a_watermark_is_behind_after_a_minute() {
    UUID stream = WORLD.stream(World.now().minusSeconds(50));
    WatermarkBehind behind = new WatermarkBehind(WORLD.db);
    assertThat(titles(behind)).isEmpty();
    WORLD.run("UPDATE streams SET heard_through = now() - interval '130 s' WHERE id = ?", stream);
    assertThat(titles(behind)).containsExactly("alerts are 2 minutes late");
    WORLD.run("UPDATE streams SET closed_at = now() WHERE id = ?", stream);
    assertThat(titles(behind)).isEmpty();
  }

  @Test
  void alerts_that_wait_before_a_channel_that_works_are_told_of_and_others_are_not() {
    QueueOld queue = new QueueOld(WORLD.db);
    long check = WORLD.check("waits");
    WORLD.run(
        """
        WITH c AS (INSERT INTO channels (project_id, kind, settings)
                   SELECT project_id, 'email', '' FROM checks WHERE id = ? RETURNING id),
             l AS (INSERT INTO lanes (channel_id) SELECT id FROM c)
        INSERT INTO deliveries (channel_id, check_id, reason, created_at)
        SELECT id, ?, 'test', now() - interval '6 min' FROM c
        """,
        check,
        check);
    assertThat(titles(queue)).containsExactly("1 alert has waited for over 5 minutes");
    WORLD.run("UPDATE lanes SET failures = 3");
    assertThat(titles(queue)).isEmpty();
    WORLD.run("UPDATE lanes SET failures = 0, next_at = now()");
    assertThat(titles(queue)).isEmpty();
    WORLD.run("DELETE FROM deliveries");
    WORLD.run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, noted_at)
        VALUES (?, now(), 'up', 'down', 'timeout', now() - interval '6 min')
        """,
        check);
    assertThat(titles(queue)).hasSize(1);
    WORLD.run("UPDATE flips SET fanned_out = true");
    assertThat(titles(queue)).isEmpty();
  }

  @Test
  void keys_in_use_that_end_within_a_week_are_named_and_others_are_not() {
    KeysEnding ending = new KeysEnding(WORLD.db);
    long check = WORLD.check("has a project");
    WORLD.run(
        """
        INSERT INTO api_keys (project_id, name, read_only, hash, hint, used_at, expires_at)
        SELECT c.project_id, n.name, false, sha256(n.name::bytea), 'abcd', n.used, now() + n.left
          FROM checks c,
               (VALUES ('soon', now(), interval '6 days'), ('later', now(), interval '8 days'),
                       ('idle', NULL, interval '6 days'), ('over', now(), interval '-1 min'),
                       ('for ever', now(), NULL)) n(name, used, "left")
         WHERE c.id = ?
        """,
        check);
    assertThat(titles(ending)).singleElement().asString().startsWith("API key “soon” of project");
    WORLD.run("DELETE FROM api_keys");
  }

  @Test
  void pings_that_were_set_aside_are_told_of_for_a_day() {
    BadRecords bad = new BadRecords(WORLD.db);
    assertThat(titles(bad)).isEmpty();
    WORLD.run(
        """
        INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
        VALUES (?, 1, now(), '', '', 'x')
        """,
        UUID.randomUUID());
    WORLD.run(
        """
        INSERT INTO unresolved_pings (stream_id, position, target, why, heard_at)
        VALUES (?, 1, 'x', 'x', now())
        """,
        UUID.randomUUID());
    assertThat(titles(bad))
        .containsExactly("1 ping was set aside", "1 ping was for a check that does not exist");
    WORLD.run("UPDATE quarantine SET settled = 'discarded'");
    assertThat(titles(bad)).containsExactly("1 ping was for a check that does not exist");
    WORLD.run("UPDATE quarantine SET settled = NULL, at = now() - interval '25 h'");
    WORLD.run("UPDATE unresolved_pings SET heard_at = now() - interval '25 h'");
    assertThat(titles(bad)).isEmpty();
  }

  @Test
  void checks_that_cannot_be_judged_are_told_of_while_they_are_left_alone() {
    BadRecords bad = new BadRecords(WORLD.db);
    long check = WORLD.check("not to be judged");
    WORLD.run(
        "INSERT INTO checks_set_aside (check_id, why, until) VALUES (?, 'x', now() + interval '1 h')",
        check);
    assertThat(titles(bad)).containsExactly("1 checks cannot be judged");
    WORLD.run("UPDATE checks_set_aside SET until = now()");
    assertThat(titles(bad)).isEmpty();
  }

  @Test
  void a_clock_that_jumped_is_told_of_once_for_each_node() {
    ClockJumps jumps = new ClockJumps(WORLD.db);
    for (int i = 1; i <= 2; i++) {
      WORLD.run(
          """
          INSERT INTO clock_events (stream_id, node, jumped_from, jumped_to)
          VALUES (?, 'node a', now(), now() + make_interval(hours => ?))
          """,
          UUID.randomUUID(),
          i);
    }
    assertThat(titles(jumps)).containsExactly("the clock of node a jumped");
    assertThat(jumps.find().get(0).key()).isEqualTo("clock-node-a");
  }

  @Test
  void a_project_whose_channels_are_all_broken_is_mute() {
    MuteProjects mute = new MuteProjects(WORLD.db);
    WORLD.run(
        """
        WITH p AS (INSERT INTO projects (name, ping_key, check_limit) VALUES ('Mute', 'm', 1)
                   RETURNING id)
        INSERT INTO channels (project_id, kind, settings, broken_since, name)
        SELECT id, 'email', '', now(), n FROM p, unnest(ARRAY['mute-a', 'mute-b']) n
        """);
    assertThat(titles(mute)).containsExactly("nobody of project “Mute” can be told of anything");
    WORLD.run("UPDATE channels SET broken_since = NULL WHERE name = 'mute-b'");
    assertThat(titles(mute)).isEmpty();
  }

  @Test
  void processes_that_differ_are_named_and_one_that_ended_is_not() {
    Drift drift = new Drift(WORLD.db);
    say(process("a", "alerter", "1", "s", Map.of("site.url", "x", "secret.key", "1")));
    assertThat(titles(drift)).isEmpty();
    say(process("b", "dashboard", "1", "s", Map.of("site.url", "x", "secret.key", "2")));
    assertThat(titles(drift)).containsExactly("processes differ in secret.key");
    assertThat(drift.find().get(0).lines()).contains("1: a alerter", "2: b dashboard");
    WORLD.run("UPDATE processes SET seen_at = now() - interval '2 min' WHERE node = 'b'");
    assertThat(titles(drift)).isEmpty();
    WORLD.run("DELETE FROM processes");
  }

  @Test
  void a_fleet_is_mixed_where_processes_of_one_role_differ_and_of_several_do_not() {
    MixedFleet mixed = new MixedFleet(WORLD.db);
    Self one = process("a", "ping-listener", "1.0", "old", Map.of());
    say(one);
    say(process("b", "ping-listener", "1.0", "old", Map.of()));
    say(process("c", "dashboard", "2.0", "new", Map.of()));
    assertThat(titles(mixed)).isEmpty();
    assertThat(mixed.size()).isZero();
    Self odd = process("d", "ping-listener", "1.1", "new", Map.of());
    say(odd);
    assertThat(titles(mixed))
        .containsExactly(
            "processes of the role ping-listener differ in version, settings (fingerprint)");
    assertThat(mixed.find().get(0).lines())
        .startsWith(
            "version 1.0: a, b",
            "version 1.1: d",
            "settings (fingerprint) new: d",
            "settings (fingerprint) old: a, b");
    assertThat(mixed.size()).isEqualTo(2);
    WORLD.db.transaction(
        "leaving",
        tx -> {
          Processes.leave(tx, odd.id());
          return true;
        });
    assertThat(titles(mixed)).isEmpty();
    WORLD.run("UPDATE processes SET seen_at = now() - interval '25 h' WHERE node = 'b'");
    say(one);
    assertThat(WORLD.db.transaction("reading", Processes::all))
        .extracting(running -> running.self().node())
        .as("those of yesterday are forgotten")
        .containsExactly("c", "a");
    WORLD.run("DELETE FROM processes");
  }

  private static Self process(
      String node, String role, String version, String print, Map<String, String> shared) {
    UUID id = UUID.randomUUID();
    return new Self(id, node, role, version, "", "17", "2025b", print, "", shared, "[]");
  }

  private static void say(Self self) {
    WORLD.db.transaction(
        "saying",
        tx -> {
          Processes.say(tx, self, Duration.ofMinutes(1), "{}");
          return true;
        });
  }

  @Test
  void what_fills_up_is_told_of_at_80_and_at_95_percent_and_has_room_somewhat_below() {
    double[] share = {0.79};
    Fullness disk = new Fullness("disk", "a", () -> share[0]);
    assertThat(titles(disk)).isEmpty();
    share[0] = 0.80;
    assertThat(titles(disk)).containsExactly("the disk of a is 80 % full");
    share[0] = 0.76;
    assertThat(titles(disk)).hasSize(1);
    share[0] = 0.74;
    assertThat(titles(disk)).isEmpty();
    share[0] = 0.95;
    assertThat(titles(disk))
        .containsExactly(
            "the disk of a is 95 % full and needs somebody now", "the disk of a is 95 % full");
    share[0] = 0.94;
    assertThat(disk.find())
        .extracting(Finding::key)
        .containsExactly("disk-nearly-full-a", "disk-full-a");
    share[0] = 0.92;
    assertThat(titles(disk)).containsExactly("the disk of a is 92 % full");
    share[0] = Double.NaN;
    assertThat(titles(disk)).isEmpty();
  }

  @Test
  void all_troubles_of_a_part_are_one_matter() {
    Trouble trouble = new Trouble("ping-listener", "a", () -> List.of("one", "two"));
    assertThat(trouble.find()).hasSize(1);
    assertThat(trouble.find().get(0).lines()).startsWith("one", "two");
    assertThat(new Trouble("ping-listener", "a", List::of).find()).isEmpty();
  }
}
