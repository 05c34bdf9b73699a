package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tocsin.ping.journal.ClockEvent;
import dev.tocsin.ping.journal.DeafCause;
import dev.tocsin.ping.journal.DeafTime;
import dev.tocsin.ping.journal.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one transaction makes of what a journal says about its time. */
class HearingStepTest {

  private static final List<DeafCause> CAUSES = List.of(DeafCause.values());

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  private static Sign heard(double from, double through) {
    return new Sign.Heard(at(from), at(through));
  }

  private static DeafTime deaf(double since, double until, DeafCause cause) {
    return new DeafTime(at(since), at(until), cause);
  }

  private static HearingStep step(Sign... signs) {
    return new HearingStep(new Hearing(at(0), at(100)), List.of()).over(List.of(signs));
  }

  @Test
  void notes_move_hearing_on_and_leave_no_row() {
    HearingStep step = step(heard(101, 160), heard(161.9, 170));
    assertThat(step.after()).isEqualTo(new Hearing(at(0), at(170)));
    assertThat(step.hasRows()).isFalse();
  }

  @Test
  void more_than_two_seconds_that_nobody_speaks_for_are_a_row() {
    HearingStep step = step(heard(102, 103), heard(105.1, 106)).marked(at(109));
    assertThat(step.deaf())
        .containsExactly(deaf(103, 105.1, DeafCause.UNKNOWN), deaf(106, 109, DeafCause.UNKNOWN));
    assertThat(step.after().through()).isEqualTo(at(109));
  }

  @Test
  void a_time_that_is_said_again_is_one_row_and_its_growth_is_counted_once() {
    HearingStep step =
        step(
            deaf(99, 101, DeafCause.REFUSED),
            deaf(99, 102, DeafCause.REFUSED),
            deaf(99, 103.5, DeafCause.REFUSED));
    assertThat(step.deaf()).containsExactly(deaf(99, 103.5, DeafCause.REFUSED));
    assertThat(counted(step)).as("from its beginning").isEqualTo(seconds(4.5));
    HearingStep next =
        new HearingStep(step.after(), step.deaf())
            .over(List.of(deaf(99, 105, DeafCause.REFUSED), heard(105, 106)));
    assertThat(counted(next)).isEqualTo(seconds(1.5));
    assertThat(counted(step(deaf(90, 101, DeafCause.REFUSED))))
        .as("a process of before has counted the most of it")
        .isEqualTo(seconds(1));
  }

  private static Map<DeafCause, Duration> seconds(double refused) {
    return Map.of(DeafCause.REFUSED, Duration.ofMillis((long) (refused * 1_000)));
  }

  private static Map<DeafCause, Duration> counted(HearingStep step) {
    Map<DeafCause, Duration> counted = new EnumMap<>(DeafCause.class);
    step.count(
        new ApplyMetrics() {
          @Override
          public void deaf(DeafCause cause, Duration longer) {
            counted.put(cause, longer);
          }
        });
    return counted;
  }

  @Test
  void a_stream_begins_when_its_port_is_open() {
    HearingStep step =
        new HearingStep(new Hearing(at(0), at(0)), List.of())
            .over(List.of(heard(0, 0), deaf(0, 4, DeafCause.UNBOUND), heard(5, 9)));
    assertThat(step.after()).isEqualTo(new Hearing(at(4), at(9)));
    assertThat(step.deaf()).isEmpty();
    assertThat(step(deaf(100, 104, DeafCause.UNBOUND)).deaf()).hasSize(1);
  }

  @Test
  void what_is_lost_is_a_row_however_short() {
    HearingStep step = step().lost(at(100.4));
    assertThat(step.deaf()).containsExactly(deaf(100, 100.4, DeafCause.LOST));
    Sign inBetween = new DeafTime(DeafTime.WHERE_HEARING_ENDED, at(101), DeafCause.LOST);
    assertThat(step(heard(100.3, 100.5), inBetween).deaf())
        .containsExactly(deaf(100.5, 101, DeafCause.LOST));
  }

  @Test
  void a_clock_that_was_set_back_takes_hearing_with_it_and_an_earlier_mark_means_nothing() {
    HearingStep step =
        step(heard(100.5, 101), new ClockEvent(at(101), at(20)), heard(20, 21)).marked(at(101));
    assertThat(step.after()).isEqualTo(new Hearing(at(0), at(21)));
    assertThat(step.clocks()).hasSize(1);
    assertThat(step.deaf()).isEmpty();
  }

  @Test
  void a_crash_ends_hearing_at_the_last_sign_of_life_unless_that_is_far_from_any_note() {
    HearingStep near = step(heard(101, 101));
    near.lived(at(102.5));
    assertThat(near.after().through()).isEqualTo(at(102.5));
    HearingStep far = step(heard(101, 101));
    far.lived(at(104));
    assertThat(far.after().through()).isEqualTo(at(101));
    assertThat(far.deaf()).isEmpty();
  }

  @Test
  void whatever_a_journal_says_each_moment_is_noted_or_a_row() {
    for (long seed = 1; seed <= 80; seed++) {
      var random = new Random(seed);
      List<Sign> signs = new ArrayList<>();
      double now = 100;
      for (int i = 0; i < 40; i++) {
        double next = now + random.nextDouble() * (random.nextInt(6) == 0 ? 30 : 1.9);
        switch (random.nextInt(4)) {
          case 0 -> signs.add(deaf(now, next, CAUSES.get(random.nextInt(7))));
          case 1 -> signs.add(heard(now, next));
          case 2 -> signs.add(heard(next, next));
          default -> {} // nobody says anything
        }
        now = next;
      }
      HearingStep step = step(signs.toArray(Sign[]::new));
      for (double at = 100; at < now; at += 0.5) {
        Instant instant = at(at);
        if (instant.isBefore(step.after().through())
            && !accountedFor(instant, signs, step.deaf())) {
          fail("seed %d, second %s", seed, at);
        }
      }
    }
  }

  /** Within two seconds before a note that closes what nobody speaks for, or in a time or row. */
  private static boolean accountedFor(Instant instant, List<Sign> signs, List<DeafTime> rows) {
    boolean noted =
        signs.stream()
            .filter(Sign.Heard.class::isInstance)
            .map(Sign.Heard.class::cast)
            .anyMatch(
                heard ->
                    !instant.isBefore(heard.from().minus(Sign.GAP))
                        && !instant.isAfter(heard.through()));
    boolean beforeRow =
        rows.stream()
            .anyMatch(
                row ->
                    !instant.isBefore(row.since().minus(Sign.GAP))
                        && !instant.isAfter(row.until()));
    return noted || beforeRow;
  }
}
