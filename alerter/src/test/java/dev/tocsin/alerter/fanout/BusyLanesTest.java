package dev.tocsin.alerter.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes that are in the middle of a turn when something is put into them. */
class BusyLanesTest {

  private static final String NEXT =
      "SELECT count(*) AS n FROM lanes WHERE channel_id = ? AND next_at <= now()";

  private final World world = new World();
  private final long mail = world.channel("group", "mail");
  private final long chat = world.channel("group", "chat");
  private final AtomicLong nanos = new AtomicLong();
  private final BusyLanes lanes = new BusyLanes(world.db, 3, () -> {}, nanos::incrementAndGet);
  private final List<Long> busy = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private void fanOut() {
    DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30), busy::addAll);
    Flapping flapping = new Flapping(FlapLimits.DEFAULTS);
    assertThat(new FanOut(world.db, 10, rows, flapping, () -> {}, AlerterMetrics.NONE).runOnce())
        .isFalse();
  }

  private void flip(long channel) {
    long check = world.check("job");
    world.assign(check, channel);
    world.run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        VALUES (?, now(), 'up', 'down', 'timeout')
        """,
        check);
  }

  /** As the holder of the lane does in each of its turns. */
  private void inATurnOf(long channel, Runnable meanwhile) {
    world.db.transaction(
        "a turn",
        tx -> {
          tx.query(
              "locking",
              "SELECT channel_id FROM lanes WHERE channel_id = ? FOR NO KEY UPDATE",
              row -> true,
              channel);
          meanwhile.run();
          return true;
        });
  }

  @Test
  void fan_out_waits_for_no_turn_and_the_lane_is_woken_after_it() {
    world.run("INSERT INTO lanes (channel_id) VALUES (?), (?) ON CONFLICT DO NOTHING", mail, chat);
    flip(mail);
    flip(chat);
    inATurnOf(mail, this::fanOut);
    assertThat(busy).containsExactly(mail);
    assertThat(world.one(NEXT, mail)).isZero();
    assertThat(world.one(NEXT, chat)).isEqualTo(1);
    lanes.add(busy);
    assertThat(lanes.runOnce()).isFalse();
    assertThat(world.one(NEXT, mail)).isEqualTo(1);
  }

  @Test
  void what_a_process_left_in_a_sleeping_lane_is_found_within_a_minute() {
    world.run("INSERT INTO lanes (channel_id) VALUES (?), (?) ON CONFLICT DO NOTHING", mail, chat);
    lanes.runOnce();
    flip(mail);
    inATurnOf(mail, this::fanOut);
    lanes.runOnce();
    assertThat(world.one(NEXT, mail)).isZero();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    lanes.runOnce();
    assertThat(world.one(NEXT, mail)).isEqualTo(1);
    assertThat(world.one(NEXT, chat)).isZero();
  }
}
