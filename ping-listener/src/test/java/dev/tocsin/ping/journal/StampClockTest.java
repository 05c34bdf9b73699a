package dev.tocsin.ping.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StampClockTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private long nano = -500; // nanoTime may be negative and wraps
  private Instant wall = NOON;
  private final List<ClockEvent> events = new ArrayList<>();
  private long asleep;
  private final StampClock clock =
      new StampClock(() -> nano, () -> wall, () -> nano + asleep, events::add);

  @Test
  void stamps_follow_the_monotonic_clock_from_the_anchor_on() {
    clock.anchor(NOON.plusMillis(200), nano);
    passWithoutWall(Duration.ofSeconds(10));
    assertThat(clock.next()).isEqualTo(NOON.plusMillis(10_200));
  }

  @Test
  void two_stamps_of_one_moment_are_a_microsecond_apart() {
    Instant first = clock.next();
    assertThat(clock.next()).isEqualTo(first.plusNanos(1000));
  }

  @Test
  void an_anchor_that_was_taken_a_while_ago_counts_from_then() {
    long asked = nano;
    passWithoutWall(Duration.ofSeconds(3));
    clock.anchor(NOON.plusSeconds(100), asked);
    assertThat(clock.next()).isEqualTo(NOON.plusSeconds(103));
  }

  @Test
  void a_small_difference_is_slewed_by_a_tenth_and_never_steps() {
    clock.anchor(NOON, nano);
    clock.anchor(NOON.plusMillis(300), nano);
    passWithoutWall(Duration.ofSeconds(1));
    assertThat(clock.next()).isEqualTo(NOON.plusMillis(1100));
    passWithoutWall(Duration.ofSeconds(5));
    assertThat(clock.next()).isEqualTo(NOON.plusMillis(6300));

    clock.anchor(NOON.plusMillis(6100), nano);
    passWithoutWall(Duration.ofSeconds(1));
    assertThat(clock.next()).isEqualTo(NOON.plusMillis(7200));
    passWithoutWall(Duration.ofSeconds(2));
    assertThat(clock.next()).isEqualTo(NOON.plusMillis(9100));
    assertThat(events).isEmpty();
  }

  @Test
  void a_larger_step_forward_is_taken_at_once_and_told() {
    clock.anchor(NOON, nano);
    Instant before = clock.next();
    clock.anchor(NOON.plusSeconds(5), nano);
    assertThat(clock.next()).isEqualTo(NOON.plusSeconds(5));
    assertThat(events).containsExactly(new ClockEvent(before, NOON.plusSeconds(5)));
  }

  @Test
  void a_step_back_of_up_to_a_minute_holds_the_stamps_still() {
    clock.heard();
    clock.anchor(NOON.plusMillis(1), nano);
    Instant before = clock.next();
    clock.anchor(NOON.minusSeconds(40), nano);
    assertThat(clock.next()).isEqualTo(before.plusNanos(1000));
    passWithoutWall(Duration.ofSeconds(39));
    assertThat(clock.next()).isEqualTo(before.plusNanos(2000));
    passWithoutWall(Duration.ofSeconds(11));
    assertThat(clock.next()).isEqualTo(NOON.plusSeconds(10));
    assertThat(events).isEmpty();
  }

  @Test
  void a_step_back_beyond_a_minute_is_followed_and_told() {
    clock.anchor(NOON, nano);
    Instant before = clock.next();
    clock.anchor(NOON.minusSeconds(90), nano);
    assertThat(events).containsExactly(new ClockEvent(before, NOON.minusSeconds(90)));
    assertThat(clock.next()).isBetween(NOON.minusSeconds(90), NOON.minusSeconds(89));
  }

  @Test
  void what_the_first_anchor_finds_wrong_was_wrong_all_the_time() {
    for (long off : new long[] {3_600, -3_600, -30, 2}) {
      List<ClockEvent> told = new ArrayList<>();
      StampClock wrong =
          new StampClock(() -> nano, () -> NOON.plusSeconds(off), () -> nano, told::add);
      wrong.heard();
      Instant given = wrong.next();
      passWithoutWall(Duration.ofSeconds(10));
      wrong.anchor(NOON.plusSeconds(10), nano);
      assertThat(told)
          .containsExactly(
              new ClockEvent(
                  NOON.plusSeconds(off + 10), NOON.plusSeconds(10), ClockEvent.Why.CORRECTED));
      Instant corrected = given.plus(told.get(0).by());
      assertThat(corrected).isBetween(NOON, NOON.plusNanos(1_000));
      assertThat(wrong.next()).isEqualTo(NOON.plusSeconds(10));
    }
  }

  @Test
  void stamps_of_one_moment_stay_apart_when_they_are_corrected() {
    clock.next();
    Instant last = clock.next().plusNanos(1_000);
    clock.next();
    clock.anchor(NOON.minusSeconds(100), nano);
    assertThat(clock.next()).isAfter(last.minusSeconds(100));
  }

  @Test
  void two_steps_back_that_are_a_minute_together_are_one() {
    clock.heard();
    clock.anchor(NOON.plusMillis(1), nano);
    clock.next();
    clock.anchor(NOON.minusSeconds(40), nano);
    assertThat(events).isEmpty();
    clock.anchor(NOON.minusSeconds(80), nano);
    assertThat(events).hasSize(1);
  }

  @Test
  void before_any_anchor_a_suspended_machine_is_noticed_within_a_second() {
    clock.next();
    wall = wall.plusSeconds(300); // suspended: the monotonic clock stood still meanwhile
    passWithoutWall(Duration.ofMillis(1001));
    assertThat(clock.next()).isEqualTo(NOON.plusSeconds(300));
    assertThat(events).hasSize(1);
  }

  @Test
  void a_machine_that_slept_stamps_the_time_at_which_it_woke_up() {
    clock.anchor(NOON, nano);
    Instant before = clock.next();
    asleep = Duration.ofHours(8).toNanos();
    passWithoutWall(Duration.ofMillis(1001));
    assertThat(clock.next()).isEqualTo(NOON.plus(Duration.ofHours(8)).plusMillis(1001));
    assertThat(events)
        .containsExactly(
            new ClockEvent(
                before, NOON.plus(Duration.ofHours(8)).plusMillis(1001), ClockEvent.Why.SLEPT));
  }

  @Test
  void before_any_ping_an_anchor_is_followed_however_far_back_it_is() {
    clock.anchor(NOON, nano);
    clock.next();
    clock.anchor(NOON.minusSeconds(30), nano);
    assertThat(clock.next()).isBefore(NOON.minusSeconds(29));
  }

  @Test
  void after_an_anchor_the_wall_clock_means_nothing() {
    clock.anchor(NOON, nano);
    wall = wall.plusSeconds(3600);
    passWithoutWall(Duration.ofSeconds(2));
    assertThat(clock.next()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void whatever_the_anchors_say_stamps_rise_but_for_a_told_event() {
    for (long seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      clock.anchor(clock.next(), nano);
      Instant last = clock.next();
      for (int i = 0; i < 200; i++) {
        int told = events.size();
        nano += random.nextInt(3) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(3000);
        if (random.nextInt(10) == 0) {
          long off = (long) (random.nextGaussian() * 20_000);
          clock.anchor(clock.next().plusMillis(random.nextBoolean() ? off : off / 100), nano);
        }
        Instant next = clock.next();
        boolean back = events.subList(told, events.size()).stream().anyMatch(StampClockTest::back);
        assertThat(back || next.isAfter(last)).as("seed %d, step %d", seed, i).isTrue();
        last = next;
      }
    }
  }

  private static boolean back(ClockEvent event) {
    return event.to().isBefore(event.from());
  }

  private void passWithoutWall(Duration time) {
    nano += time.toNanos();
  }
}
