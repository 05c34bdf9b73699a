package dev.tocsin.alerter.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Incidents that go on, with the rows that people and other parts write. */
class IncidentWatchTest {

  private final World world = new World();
  private final DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30), busy -> {});
  private final FanOut fanOut = world.fanOut(100, () -> {}, AlerterMetrics.NONE);
  private final IncidentWatch watch =
      new IncidentWatch(world.db, 100, rows, () -> {}, AlerterMetrics.NONE);
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

  private void down(long which) {
    world.ping(which, PingKind.FAIL, World.now());
    fanOut.runOnce();
  }

  private void up(long which) {
    world.ping(which, PingKind.SUCCESS, World.now());
    fanOut.runOnce();
  }

  /** Deliveries as "name status reason step, why withheld". */
  private List<String> deliveries() {
    return world.texts(
        """
        SELECT concat_ws(' ', ch.name, f.new_status, nullif(d.reason, 'flip'), nullif(d.step, 0),
                         d.withheld) AS t
          FROM deliveries d JOIN flips f ON f.id = d.flip_id JOIN channels ch ON ch.id = d.channel_id
         ORDER BY d.id
        """);
  }

  /** Lets time pass for what has been told and is to be looked at. */
  private void later(Duration time) {
    world.run("UPDATE incidents SET told_at = told_at - ?, look_at = look_at - ?", time, time);
    world.run("UPDATE deliveries SET created_at = created_at - ?", time);
  }

  private void look() {
    world.run("UPDATE incidents SET look_at = now() WHERE closed_at IS NULL");
    watch.runOnce();
  }

  private void silence() {
    world.run(
        """
        INSERT INTO silences (project_id, author, starts_at, ends_at)
        SELECT project_id, 'me', now() - interval '1 min', now() + interval '1 h'
          FROM checks WHERE id = ?
        """,
        check);
  }

  @Test
  void when_a_silence_ends_only_what_is_still_down_is_announced_and_once() {
    long other = world.check("other");
    world.assign(other, hook);
    silence();
    down(check);
    down(other);
    up(other);
    look();
    assertThat(deliveries())
        .containsExactly("hook down silenced", "hook down silenced", "hook up untold");
    world.run("UPDATE silences SET ends_at = now()");
    look();
    look();
    assertThat(deliveries()).containsExactly("hook down", "hook down silenced", "hook up untold");
    assertThat(world.one("SELECT count(*) AS n FROM lanes WHERE next_at <= now()")).isEqualTo(1);
    up(check);
    assertThat(deliveries()).endsWith("hook up");
  }

  @Test
  void a_channel_that_came_to_the_check_during_the_silence_is_told_with_the_others() {
    silence();
    down(check);
    world.assign(check, world.channel("single", "new"));
    world.run("DELETE FROM silences");
    look();
    assertThat(deliveries()).containsExactly("hook down", "new down");
  }

  @Test
  void reminders_come_until_somebody_acknowledges() {
    world.run("UPDATE channels SET remind_every = interval '1 h'");
    world.assign(check, world.channel("single", "silent"));
    down(check);
    watch.runOnce();
    assertThat(deliveries()).containsExactly("hook down", "silent down");
    for (int i = 0; i < 2; i++) {
      later(Duration.ofHours(1));
      watch.runOnce();
      watch.runOnce();
    }
    assertThat(deliveries())
        .containsExactly(
            "hook down", "silent down", "hook down reminder 1", "hook down reminder 2");
    world.run("UPDATE incidents SET acked_at = now(), acked_by = 'me', acked_how = 'page'");
    later(Duration.ofHours(1));
    watch.runOnce();
    assertThat(deliveries()).hasSize(4);
    assertThat(world.one("SELECT count(*) AS n FROM incidents WHERE look_at IS NOT NULL")).isZero();
  }

  @Test
  void a_check_may_ask_for_its_own_reminders_or_for_none() {
    world.run("UPDATE channels SET remind_every = interval '1 h'");
    world.run("UPDATE checks SET remind_every = interval '10 min'");
    down(check);
    watch.runOnce();
    later(Duration.ofMinutes(10));
    watch.runOnce();
    assertThat(deliveries()).containsExactly("hook down", "hook down reminder 1");
    world.run("UPDATE checks SET remind_every = interval '0 s'");
    later(Duration.ofHours(5));
    watch.runOnce();
    assertThat(deliveries()).hasSize(2);
  }

  @Test
  void members_of_a_group_are_reminded_at_the_pace_of_the_group_unless_they_have_their_own() {
    long everybody = world.channel("group", "everybody");
    long own = world.channel("single", "own");
    for (long member : List.of(hook, own)) {
      world.run("INSERT INTO channel_members VALUES (?, ?)", everybody, member);
    }
    world.run("DELETE FROM check_channels");
    world.assign(check, everybody);
    world.run("UPDATE channels SET remind_every = interval '1 h' WHERE id = ?", everybody);
    world.run("UPDATE channels SET remind_every = interval '2 h' WHERE id = ?", own);
    down(check);
    watch.runOnce();
    later(Duration.ofHours(1));
    watch.runOnce();
    assertThat(deliveries()).containsExactly("hook down", "own down", "hook down reminder 1");
  }

  @Test
  void the_escalation_tells_other_channels_step_by_step() {
    String step =
        """
        INSERT INTO escalations (project_id, after, channel_id)
        SELECT project_id, ?, id FROM channels WHERE id = ?
        """;
    world.run(step, Duration.ofMinutes(10), world.channel("single", "lead"));
    world.run(step, Duration.ofMinutes(30), world.channel("single", "boss"));
    down(check);
    watch.runOnce();
    later(Duration.ofMinutes(10));
    watch.runOnce();
    later(Duration.ofMinutes(20));
    watch.runOnce();
    assertThat(deliveries())
        .containsExactly("hook down", "lead down escalation 1", "boss down escalation 2");
    up(check);
    later(Duration.ofHours(9));
    watch.runOnce();
    assertThat(deliveries())
        .as("whoever was called hears that it is over")
        .endsWith("hook up", "lead up", "boss up")
        .hasSize(6);
  }

  @Test
  void who_is_on_call_is_told_and_hears_the_end_of_it_after_the_hand_over_too() {
    long ada = world.channel("single", "ada");
    long bob = world.channel("single", "bob");
    long rota = rota(Duration.ofHours(24), ada, bob);
    world.run("DELETE FROM check_channels");
    world.assign(check, rota);
    down(check);
    assertThat(deliveries()).containsExactly("ada down");
    world.run("UPDATE rotas SET begins = begins - interval '1 d', turns_at = now()");
    long other = world.check("other");
    world.assign(other, rota);
    down(other);
    up(check);
    assertThat(deliveries()).containsExactly("ada down", "bob down", "bob up", "ada up");
  }

  @Test
  void an_escalation_goes_to_whoever_is_on_call_when_its_time_comes() {
    long ada = world.channel("single", "ada");
    long bob = world.channel("single", "bob");
    long rota = rota(Duration.ofHours(24), ada, bob);
    world.run(
        """
        INSERT INTO escalations (project_id, after, channel_id)
        SELECT project_id, interval '10 min', id FROM channels WHERE id = ?
        """,
        rota);
    down(check);
    watch.runOnce();
    world.run(
        """
        INSERT INTO rota_overrides (rota_id, name, member_id, starts_at, ends_at, author)
        VALUES (?, 'Bob', ?, now() - interval '1 min', now() + interval '1 h', 'me')
        """,
        rota,
        bob);
    world.run("UPDATE rotas SET turns_at = now()");
    later(Duration.ofMinutes(10));
    watch.runOnce();
    assertThat(deliveries()).containsExactly("hook down", "bob down escalation 1");
  }

  @Test
  void a_rota_that_somebody_leaves_calls_the_others() {
    long ada = world.channel("single", "ada");
    long bob = world.channel("single", "bob");
    long rota = rota(Duration.ofHours(24), ada, bob);
    world.run("DELETE FROM check_channels");
    world.assign(check, rota);
    world.run("DELETE FROM channels WHERE id = ?", ada);
    down(check);
    assertThat(deliveries()).containsExactly("bob down");
    world.run("DELETE FROM channels WHERE id = ?", bob);
    up(check);
    down(check);
    assertThat(deliveries()).as("its sender says that nobody is left").endsWith("calls down");
  }

  /** A rota that began an hour ago with the first of these. */
  private long rota(Duration turn, long... members) {
    long rota = world.channel("rota", "calls");
    world.run(
        "INSERT INTO rotas (channel_id, begins, turn, tz)"
            + " VALUES (?, (now() AT TIME ZONE 'UTC')::timestamp(0) - interval '1 h', ?, 'UTC')",
        rota,
        turn);
    for (int i = 0; i < members.length; i++) {
      world.run("INSERT INTO rota_people VALUES (?, ?, ?, ?)", rota, i, "P" + i, members[i]);
    }
    return rota;
  }

  @Test
  void what_depends_on_a_check_that_came_up_is_told_after_its_grace_time_if_it_is_still_down() {
    long parent = world.check("router");
    world.run("INSERT INTO check_depends VALUES (?, ?)", check, parent);
    down(parent);
    down(check);
    look();
    assertThat(deliveries()).containsExactly("hook down depends");
    up(parent);
    look();
    assertThat(deliveries()).as("it has its grace time").containsExactly("hook down depends");
    world.run("UPDATE incidents SET closed_at = closed_at - ?", World.GRACE);
    look();
    assertThat(deliveries()).containsExactly("hook down");
  }

  @Test
  void a_dependency_that_is_removed_withholds_nothing_any_more() {
    long parent = world.check("router");
    world.run("INSERT INTO check_depends VALUES (?, ?)", check, parent);
    down(parent);
    down(check);
    world.run("DELETE FROM checks WHERE id = ?", parent);
    look();
    assertThat(deliveries()).containsExactly("hook down");
  }

  @Test
  void what_nobody_waits_for_costs_nothing() {
    down(check);
    assertThat(watch.runOnce()).isFalse();
    assertThat(world.one("SELECT count(*) AS n FROM incidents WHERE look_at IS NOT NULL")).isZero();
  }
}
