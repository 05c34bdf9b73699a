package dev.tocsin.alerter.fanout;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {

  private final World world = new World();
  private final AtomicInteger hurried = new AtomicInteger();
  private final FanOut fanOut = world.fanOut(10, hurried::incrementAndGet, AlerterMetrics.NONE);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void downs_and_the_ups_that_end_them_make_a_delivery_for_each_channel() {
    long mail = world.channel("group", "mail");
    long hook = world.channel("single", "hook");
    world.channel("single", "not assigned");
    long check = world.check("job");
    world.assign(check, mail);
    world.assign(check, hook);
    var now = World.now();
    world.ping(check, PingKind.SUCCESS, now.minusSeconds(30)); // new>up is no news
    world.ping(check, PingKind.FAIL, now.minusSeconds(20));
    world.ping(check, PingKind.SUCCESS, now.minusSeconds(10));

    fanOut.runOnce();
    fanOut.runOnce();

    assertThat(
            world.texts(
                """
                SELECT c.name || ' ' || f.new_status AS t FROM deliveries d
                  JOIN channels c ON c.id = d.channel_id JOIN flips f ON f.id = d.flip_id
                 ORDER BY d.id
                """))
        .containsExactly("mail down", "hook down", "mail up", "hook up");
    assertThat(world.one("SELECT count(*) AS n FROM flips WHERE NOT fanned_out")).isZero();
    assertThat(world.one("SELECT count(*) AS n FROM lanes WHERE next_at <= now()")).isEqualTo(2);
    assertThat(hurried).hasValue(1);
  }

  @Test
  void a_group_of_channels_hands_on_to_its_members_and_nobody_is_told_twice() {
    long mail = world.channel("single", "mail");
    long hook = world.channel("single", "hook");
    long group = world.channel("single", "group");
    long left = world.channel("single", "group without members");
    world.db.update(
        "grouping", "INSERT INTO channel_members VALUES (?, ?), (?, ?)", group, mail, group, hook);
    long check = world.check("job");
    world.assign(check, mail);
    world.assign(check, group);
    world.assign(check, left);
    world.ping(check, PingKind.FAIL, World.now());

    fanOut.runOnce();

    assertThat(
            world.texts(
                """
                SELECT c.name AS t FROM deliveries d JOIN channels c ON c.id = d.channel_id
                 ORDER BY d.channel_id
                """))
        .containsExactly("mail", "hook", "group without members");
  }

  @Test
  void flips_are_handed_over_in_the_order_of_writing_however_many_there_are() {
    FanOut fanOut =
        new FanOut(
            world.db,
            10,
            new DeliveryRows(3, Duration.ofSeconds(30), busy -> {}),
            new Flapping(new FlapLimits(100, Duration.ofHours(1), Duration.ofHours(1))),
            () -> {},
            AlerterMetrics.NONE);
    long hook = world.channel("single", "hook");
    long check = world.check("job");
    world.assign(check, hook);
    for (int i = 0; i < 25; i++) {
      world.ping(check, i % 2 == 0 ? PingKind.FAIL : PingKind.SUCCESS, World.now());
    }
    assertThat(fanOut.runOnce()).isTrue();
    assertThat(fanOut.runOnce()).isTrue();
    assertThat(fanOut.runOnce()).isFalse();
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM (SELECT flip_id, lag(flip_id) OVER (ORDER BY id) AS last
                  FROM deliveries) d WHERE last > flip_id
                """))
        .isZero();
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(25);
  }

  @Test
  void a_lane_with_an_open_breaker_waits_its_time_and_a_later_look_is_hurried() {
    long dead = world.channel("single", "dead");
    long later = world.channel("single", "later");
    world.run("UPDATE lanes SET failures = 3, next_at = now() + '1 h' WHERE channel_id = ?", dead);
    world.run("UPDATE lanes SET failures = 2, next_at = now() + '1 h' WHERE channel_id = ?", later);
    long check = world.check("job");
    world.assign(check, dead);
    world.assign(check, later);
    world.ping(check, PingKind.FAIL, World.now());
    fanOut.runOnce();
    assertThat(world.one("SELECT channel_id AS n FROM lanes WHERE next_at <= now()"))
        .isEqualTo(later);
  }

  @Test
  void a_lane_in_its_window_is_woken_when_that_ends_and_for_the_other_kind_at_once() {
    List<Duration> waits = new ArrayList<>();
    DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30), busy -> {});
    rows.whenHeld(waits::add);
    FanOut fanOut =
        new FanOut(
            world.db, 10, rows, new Flapping(FlapLimits.DEFAULTS), () -> {}, AlerterMetrics.NONE);
    long mail = world.channel("group", "mail");
    world.run("UPDATE lanes SET down_sent_at = now() - interval '10 s'");
    long check = world.check("job");
    world.assign(check, mail);
    world.ping(check, PingKind.FAIL, World.now());
    fanOut.runOnce();
    assertThat(waits).singleElement(DURATION).isBetween(ofSeconds(10), ofSeconds(20));
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM lanes
                 WHERE next_at = down_sent_at + interval '30 s' AND next_at > now()
                """))
        .isEqualTo(1);
    world.ping(check, PingKind.SUCCESS, World.now());
    fanOut.runOnce();
    assertThat(world.one("SELECT count(*) AS n FROM lanes WHERE next_at <= now()")).isEqualTo(1);
    assertThat(waits).hasSize(1);
  }

  @Test
  void only_one_fan_out_works_at_a_time() {
    long hook = world.channel("single", "hook");
    long check = world.check("job");
    world.assign(check, hook);
    world.ping(check, PingKind.FAIL, World.now());
    world.db.transaction(
        "another fan-out",
        tx -> {
          tx.query("t", "SELECT pg_advisory_xact_lock(?)", row -> 0, 0x746f6373696e01L);
          return fanOut.runOnce();
        });
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isZero();
    fanOut.runOnce();
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(1);
  }

  @Test
  void a_check_that_is_deleted_before_the_hand_over_is_harmless() {
    long hook = world.channel("single", "hook");
    long check = world.check("gone");
    world.assign(check, hook);
    world.ping(check, PingKind.FAIL, World.now().minus(Duration.ofSeconds(1)));
    world.run("DELETE FROM checks WHERE id = ?", check);
    assertThat(fanOut.runOnce()).isFalse();
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isZero();
  }

  @Test
  void a_flip_of_an_unknown_status_waits_for_a_version_that_knows_it_and_holds_up_nobody() {
    AtomicLong setAside = new AtomicLong(-1);
    AlerterMetrics metrics =
        new AlerterMetrics() {
          @Override
          public void flipsSetAside(long flips) {
            setAside.set(flips);
          }
        };
    FanOut one = world.fanOut(2, () -> {}, metrics);
    long hook = world.channel("single", "hook");
    long check = world.check("job");
    world.assign(check, hook);
    String insert =
        "INSERT INTO flips (check_id, at, old_status, new_status, reason) VALUES (?, now(), ?, ?, ?)";
    for (int i = 0; i < 5; i++) {
      world.run(insert, check, "up", "degraded", "timeout");
    }
    world.run(insert, check, "degraded", "down", "timeout");
    world.run(insert, check, "up", "down", "moon_phase");
    world.ping(check, PingKind.FAIL, World.now());

    while (one.runOnce()) {}

    // A reason that we do not know is no reason to keep silent.
    String told =
        "SELECT f.reason AS t FROM deliveries d JOIN flips f ON f.id = d.flip_id ORDER BY d.id";
    assertThat(world.texts(told)).containsExactly("moon_phase", "fail");
    assertThat(setAside).hasValue(6);

    world.run("UPDATE flips SET new_status = 'down' WHERE new_status = 'degraded'");
    world.run("UPDATE flips SET old_status = 'up' WHERE old_status = 'degraded'");
    while (one.runOnce()) {}
    assertThat(world.one("SELECT count(*) AS n FROM deliveries")).isEqualTo(8);
  }
}
