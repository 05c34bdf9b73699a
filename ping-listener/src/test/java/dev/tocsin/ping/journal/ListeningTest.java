package dev.tocsin.ping.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tocsin.ping.ears.Ears;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of each moment, with all clocks in our hands. */
class ListeningTest {

  private static final long START = 1_772_366_400_000_000L;

  private final Ears ears = new Ears();
  private long nano = 5_000_000_000L;
  private long stamp = START;
  private final Listening listening = new Listening(ears, START, nano);
  private final List<DeafTime> said = new ArrayList<>();

  private void pass(long millis) {
    nano += millis * 1_000_000;
    stamp += millis * 1_000;
  }

  private void look(@Nullable DeafCause journal) {
    DeafTime time = listening.until(stamp, nano, journal);
    if (time != null) {
      said.add(time);
    }
  }

  private void looks(int times, @Nullable DeafCause journal) {
    for (int i = 0; i < times; i++) {
      pass(250);
      look(journal);
    }
  }

  private long accounted() {
    return (listening.accounted() - START) / 1_000;
  }

  private DeafTime time(long fromMillis, long toMillis, DeafCause cause) {
    return new DeafTime(
        StampClock.instant(START + fromMillis * 1_000),
        StampClock.instant(START + toMillis * 1_000),
        cause);
  }

  @Test
  void while_all_is_well_hearing_follows_the_clock_and_nothing_is_said() {
    looks(40, null);
    assertThat(accounted()).isEqualTo(10_000);
    assertThat(listening.hears(stamp)).isTrue();
    assertThat(said).isEmpty();
  }

  @Test
  void two_seconds_without_a_look_are_heard_and_more_are_not() {
    pass(2_000);
    assertThat(listening.overdue(stamp)).isFalse();
    look(null);
    assertThat(said).isEmpty();
    pass(2_001);
    assertThat(listening.overdue(stamp)).isTrue();
    look(null);
    assertThat(said).containsExactly(time(2_000, 4_001, DeafCause.SUSPENDED));
    looks(4, null);
    assertThat(said).hasSize(1);
    assertThat(accounted()).isEqualTo(5_001);
  }

  @Test
  void a_time_that_goes_on_is_said_about_once_a_second_and_a_last_time_at_its_end() {
    looks(4, null);
    looks(10, DeafCause.DISK_LOW);
    looks(1, null);
    assertThat(said.get(0)).isEqualTo(time(1_000, 1_250, DeafCause.DISK_LOW));
    assertThat(said.get(said.size() - 1)).isEqualTo(time(1_000, 3_750, DeafCause.DISK_LOW));
    assertThat(said).hasSize(4);
    looks(1, null);
    assertThat(listening.hears(stamp)).isTrue();
  }

  @Test
  void another_cause_is_another_time() {
    looks(4, DeafCause.JOURNAL_FULL);
    looks(4, DeafCause.DISK_LOW);
    looks(1, null);
    assertThat(said.stream().map(DeafTime::cause).distinct())
        .containsExactly(DeafCause.JOURNAL_FULL, DeafCause.DISK_LOW);
    assertUnbroken("two causes", 0, 2_250);
  }

  @Test
  void a_refusal_makes_its_second_deaf_and_the_one_after_it_is_heard() {
    looks(4, null);
    pass(100);
    ears.refused(nano);
    pass(150);
    look(null);
    looks(10, null);
    assertThat(said.get(0).since()).isEqualTo(time(1_000, 2_000, DeafCause.REFUSED).since());
    DeafTime last = said.get(said.size() - 1);
    assertThat(Duration.between(last.since(), last.until()))
        .isBetween(Duration.ofMillis(1_100), Duration.ofMillis(1_600));
    assertThat(listening.hears(stamp)).isTrue();
  }

  @Test
  void without_a_port_nothing_is_heard() {
    ears.unbound();
    looks(8, null);
    ears.bound();
    looks(2, null);
    assertThat(said.get(said.size() - 1)).isEqualTo(time(0, 2_250, DeafCause.UNBOUND));
  }

  @Test
  void a_clock_that_jumped_forward_left_that_time_out() {
    looks(4, null);
    stamp += 30_000_000;
    listening.jumped(new ClockEvent(StampClock.instant(stamp - 30_000_000), instant()));
    look(null);
    assertThat(said).containsExactly(time(1_000, 31_000, DeafCause.CLOCK_FORWARD));
  }

  @Test
  void a_machine_that_slept_was_suspended() {
    stamp += 30_000_000;
    listening.jumped(new ClockEvent(StampClock.instant(START), instant(), ClockEvent.Why.SLEPT));
    look(null);
    assertThat(said).containsExactly(time(0, 30_000, DeafCause.SUSPENDED));
  }

  @Test
  void a_clock_that_was_corrected_left_nothing_out() {
    looks(4, null);
    for (long by : new long[] {7_200_000_000L, -7_200_000_000L}) {
      long before = stamp;
      stamp += by;
      listening.jumped(
          new ClockEvent(StampClock.instant(before), instant(), ClockEvent.Why.CORRECTED));
      looks(4, null);
    }
    assertThat(said).isEmpty();
    assertThat(listening.accounted()).isEqualTo(stamp);
  }

  @Test
  void a_clock_that_was_set_back_begins_anew() {
    looks(40, null);
    stamp -= 100_000_000;
    listening.jumped(new ClockEvent(StampClock.instant(START + 10_000_000), instant()));
    looks(4, null);
    assertThat(said).isEmpty();
    assertThat(accounted()).isEqualTo(-89_000);
  }

  @Test
  void what_was_lost_with_a_failed_write_was_refused() {
    looks(8, null);
    DeafTime refused = listening.refusedAll(START + 500_000, stamp);
    assertThat(refused).isEqualTo(time(500, 2_000, DeafCause.REFUSED));
    looks(1, null);
    assertThat(said).isEmpty();
  }

  @Test
  void a_stream_that_is_over_says_nothing_more() {
    looks(4, null);
    listening.over();
    looks(40, null);
    assertThat(accounted()).isEqualTo(1_000);
    assertThat(listening.overdue(stamp)).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void whatever_happens_no_moment_of_more_than_two_seconds_is_passed_over_in_silence() {
    for (long seed = 1; seed <= 400; seed++) {
      said.clear();
      var random = new Random(seed);
      Listening any = new Listening(ears, stamp, nano);
      @Nullable DeafCause state = null;
      for (int i = 0; i < 300; i++) {
        long before = any.accounted();
        int step = random.nextInt(20) == 0 ? random.nextInt(9_000) : random.nextInt(400);
        pass(step);
        if (random.nextInt(15) == 0) {
          state = random.nextBoolean() ? null : DeafCause.of((byte) (4 + random.nextInt(2)));
        }
        boolean refused = random.nextInt(25) == 0;
        if (refused) {
          ears.refused(nano - random.nextInt(step + 1) * 1_000_000L);
        }
        DeafTime word = any.until(stamp, nano, state);
        long after = any.accounted();
        boolean silent = word == null;
        boolean passedOver = silent && after - before > Listening.GAP_MICROS;
        boolean hushed = silent && (refused || state != null) && after > before;
        boolean whole =
            word == null
                || (word.until().equals(StampClock.instant(after))
                    && !word.since().isAfter(StampClock.instant(before)));
        if (passedOver || hushed || after < before || !whole) {
          fail("seed %d, step %d: from %d to %d, %s", seed, i, before, after, word);
        }
      }
      pass(5_000);
    }
  }

  private Instant instant() {
    return StampClock.instant(stamp);
  }

  private void assertUnbroken(String what, long fromMillis, long toMillis) {
    long at = START + fromMillis * 1_000;
    for (DeafTime time : said) {
      assertThat(StampClock.micros(time.since())).as(what).isLessThanOrEqualTo(at);
      at = Math.max(at, StampClock.micros(time.until()));
    }
    assertThat(at).as(what).isEqualTo(START + toMillis * 1_000);
  }
}
