package dev.tocsin.alerter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.streams.Standstill.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandstillTest {

  private static final UUID ID = UUID.randomUUID();
  private static final Instant HEARD = Instant.parse("2026-01-01T00:00:00Z");

  private static OpenStream row(long cursor, boolean stopped) {
    return new OpenStream(ID, "a", "a:1", HEARD, cursor, stopped);
  }

  private static long at(int seconds) {
    return Duration.ofSeconds(seconds).toNanos() - 7; // a clock that begins anywhere
  }

  /** What becomes of a stream whose node says the same each two seconds. */
  @ParameterizedTest
  @CsvSource({
    "GONE,    false, 28,   ",
    "GONE,    false, 40,   DEAD",
    "GONE,    true,  40,   DEAD",
    "AWAY,    false, 590,  ",
    "AWAY,    false, 602,  CUT_OFF",
    "SILENT,  false, 590,  ",
    "SILENT,  false, 602,  DEAD",
    "SILENT,  true,  9000, ",
    "REACHED, false, 9000, "
  })
  void what_is_lost_depends_on_what_the_node_says(
      Answer says, boolean stopped, int seconds, Loss loss) {
    Standstill one = new Standstill(StreamLimits.DEFAULTS, row(5, stopped), at(0));
    for (int i = 6; i <= seconds; i += 2) {
      one.answered(says, at(i));
    }
    assertThat(one.loss(at(seconds))).isEqualTo(Optional.ofNullable(loss));
  }

  @Test
  void who_moves_begins_anew() {
    Standstill one = new Standstill(StreamLimits.DEFAULTS, row(5, false), at(0));
    one.answered(Answer.AWAY, at(10));
    one.look(row(6, false), at(599));
    assertThat(one.still(at(603))).isFalse();
    assertThat(one.loss(at(700))).isEmpty();
    assertThat(one.loss(at(1_200))).contains(Loss.DEAD); // nothing was said since
  }

  @Test
  void one_refusal_is_none_and_a_stale_one_does_not_count() {
    Standstill one = new Standstill(StreamLimits.DEFAULTS, row(5, false), at(0));
    one.answered(Answer.GONE, at(10));
    assertThat(one.loss(at(200))).isEmpty();
    one.answered(Answer.SILENT, at(30));
    one.answered(Answer.GONE, at(50));
    one.answered(Answer.GONE, at(79));
    assertThat(one.loss(at(79))).isEmpty();
    one.answered(Answer.GONE, at(80));
    assertThat(one.loss(at(80))).contains(Loss.DEAD);
  }

  @Test
  void who_reached_the_database_in_between_has_the_whole_time_again() {
    Standstill one = new Standstill(StreamLimits.DEFAULTS, row(5, false), at(0));
    one.answered(Answer.REACHED, at(590));
    one.answered(Answer.AWAY, at(592));
    assertThat(one.loss(at(1_189))).isEmpty();
    assertThat(one.loss(at(1_190))).contains(Loss.CUT_OFF);
  }
}
