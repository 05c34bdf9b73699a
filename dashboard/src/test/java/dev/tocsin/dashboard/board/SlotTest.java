package dev.tocsin.dashboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlotTest {

  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private final List<Promise<Integer>> readings = new ArrayList<>();
  private final Slot<Integer> slot = new Slot<>(this::read, changes::get, clock::get);

  private Future<Integer> read() {
    Promise<Integer> reading = Promise.promise();
    readings.add(reading);
    return reading.future();
  }

  private void finish(int number) {
    readings.get(number).complete(number);
  }

  private void pass(long millis) {
    clock.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void useUpTheBudget() {
    for (int i = 0; i < 20; i++) {
      slot.look();
      for (int n = 0; n < readings.size(); n++) {
        readings.get(n).tryComplete(n);
      }
    }
  }

  @Test
  void who_asks_while_a_reading_is_under_way_gets_the_next_one() {
    var first = slot.look();
    var second = slot.look();
    var third = slot.look();
    assertThat(readings).hasSize(1);
    finish(0);
    assertThat(first.result()).isZero();
    assertThat(readings).hasSize(2);
    assertThat(second.isComplete()).isFalse();
    finish(1);
    assertThat(second.result()).isEqualTo(1);
    assertThat(third.result()).isEqualTo(1);
    assertThat(readings).hasSize(2);
  }

  @Test
  void a_crowd_shares_a_reading_or_two_a_second() {
    useUpTheBudget();
    int before = readings.size();
    for (int i = 0; i < 1_500; i++) {
      slot.look();
      pass(1);
      for (int n = before; n < readings.size(); n++) {
        readings.get(n).tryComplete(n);
      }
    }
    // Every 750 ms, and one that the budget won back.
    assertThat(readings.size() - before).isBetween(2, 3);
  }

  @Test
  void a_crowd_does_not_wait_for_the_next_reading() {
    useUpTheBudget();
    int before = readings.size();
    pass(800);
    assertThat(slot.look().isComplete()).isTrue();
    assertThat(readings).as("begun in time").hasSize(before + 1);
    pass(150);
    assertThat(slot.look().isComplete()).isTrue();
    finish(before);
    assertThat(slot.look().result()).isEqualTo(before);
  }

  @Test
  void a_change_is_seen_by_a_crowd_within_a_quarter_of_a_second() {
    useUpTheBudget();
    int before = readings.size();
    changes.incrementAndGet();
    slot.look();
    assertThat(readings).hasSize(before);
    pass(251);
    assertThat(slot.look().isComplete()).isFalse();
    assertThat(readings).hasSize(before + 1);
  }

  @Test
  void a_failure_is_shared_like_a_reading_and_forgotten_like_one() {
    useUpTheBudget();
    pass(1_001);
    slot.look();
    int failed = readings.size() - 1;
    readings.get(failed).tryFail("away");
    assertThat(slot.current()).isEmpty();
    slot.look(); // the budget has won one back
    readings.get(readings.size() - 1).tryFail("away");
    int before = readings.size();
    assertThat(slot.look().failed()).isTrue();
    assertThat(readings).hasSize(before);
    pass(1_001);
    slot.look();
    assertThat(readings).hasSize(before + 1);
  }
}
