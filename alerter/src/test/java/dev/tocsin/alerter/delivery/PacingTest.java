package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Pace;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Targets that take so many messages and no more. */
class PacingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pace PACE = new Pace(3, Duration.ofSeconds(10));

  @Test
  void a_burst_goes_out_at_once_and_then_one_with_each_gap() {
    assertThat(Pacing.allowed(PACE, null, NOW)).isEqualTo(3);
    Instant used = Pacing.after(PACE, null, 3, NOW);
    assertThat(Pacing.allowed(PACE, used, NOW)).isZero();
    assertThat(Pacing.next(PACE, used, NOW)).isEqualTo(NOW.plusSeconds(10));
    assertThat(Pacing.allowed(PACE, used, NOW.plusSeconds(10))).isEqualTo(1);
    assertThat(Pacing.allowed(PACE, used, NOW.plusSeconds(25))).isEqualTo(2);
    assertThat(Pacing.allowed(PACE, used, NOW.plusSeconds(999))).isEqualTo(3);
  }

  @Test
  void in_any_time_no_more_go_out_than_the_pace_allows() {
    @Nullable Instant used = null;
    int sent = 0;
    for (int second = 0; second < 600; second += 7) {
      Instant now = NOW.plusSeconds(second);
      int allowed = Pacing.allowed(PACE, used, now);
      used = Pacing.after(PACE, used, allowed, now);
      sent += allowed;
      assertThat(sent).isLessThanOrEqualTo(3 + second / 10);
    }
    assertThat(sent).isGreaterThanOrEqualTo(600 / 10);
  }

  @Test
  void without_a_pace_there_is_no_limit_and_nothing_to_remember() {
    assertThat(Pacing.allowed(Pace.NONE, null, NOW)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Pacing.after(Pace.NONE, null, 5, NOW)).isNull();
  }

  @Test
  void what_exceeds_the_pace_waits_in_order_and_all_of_it_arrives() {
    try (Lanes lanes = new Lanes()) {
      Receiver slow = lanes.receivers.of("slow");
      long channel = lanes.world.channel("paced", "slow");
      for (int i = 0; i < 5; i++) {
        lanes.world.ping(lanes.check("job " + i, channel), PingKind.FAIL, World.now());
      }
      lanes.deliver();
      assertThat(slow.taken).hasSize(2);
      for (int hour = 1; hour <= 3; hour++) {
        lanes.pass(Duration.ofHours(1));
        lanes.deliver();
        assertThat(slow.taken).hasSize(2 + hour);
      }
      assertThat(slow.taken.stream().map(Alert::key)).doesNotHaveDuplicates();
      assertThat(lanes.world.one("SELECT count(*) AS n FROM messages WHERE state <> 'delivered'"))
          .isZero();
    }
  }
}
