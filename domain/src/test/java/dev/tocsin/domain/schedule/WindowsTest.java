package dev.tocsin.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowsTest {

  private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Windows NIGHTLY =
      Windows.by(Schedules.parse("0 2 * * *", ZoneId.of("UTC")), HOUR);

  @Test
  void a_window_begins_at_its_first_instant_and_is_over_at_its_end() {
    Windows once = Windows.once(NOON, HOUR);
    assertThat(once.touching(NOON.minusNanos(1000), NOON.minusNanos(1000))).isEmpty();
    assertThat(once.touching(NOON, NOON)).contains(new Windows.Window(NOON, NOON.plus(HOUR)));
    Instant end = NOON.plus(HOUR);
    assertThat(once.touching(end.minusNanos(1000), end)).isPresent();
    assertThat(once.touching(end, end.plus(HOUR))).isEmpty();
    assertThat(once.touching(NOON.minus(HOUR), end.plus(HOUR))).isPresent();
    assertThat(once.upcoming(end, 3)).isEmpty();
  }

  @Test
  void the_window_that_goes_on_comes_first_in_the_preview() {
    Instant half = Instant.parse("2026-02-03T02:30:00Z");
    assertThat(NIGHTLY.upcoming(half, 2).stream().map(Windows.Window::from).toList())
        .containsExactly(
            Instant.parse("2026-02-03T02:00:00Z"), Instant.parse("2026-02-04T02:00:00Z"));
    assertThat(NIGHTLY.upcoming(NOON, 1).get(0).from())
        .isEqualTo(Instant.parse("2026-02-04T02:00:00Z"));
  }

  @Test
  void an_instant_is_in_a_window_just_if_one_began_within_its_length_before() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Duration lasts = Duration.ofMinutes(1 + random.nextInt(4_000));
      Windows windows =
          Windows.by(Schedules.parse("30 3 * * 1,4", ZoneId.of("Europe/Kyiv")), lasts);
      Instant at = NOON.plusSeconds(random.nextInt(40_000_000));
      List<Instant> starts =
          Schedules.parse("30 3 * * 1,4", ZoneId.of("Europe/Kyiv"))
              .upcoming(at.minus(Duration.ofDays(10)), 10);
      boolean within = starts.stream().anyMatch(s -> !s.isAfter(at) && s.plus(lasts).isAfter(at));
      assertThat(windows.touching(at, at).isPresent()).as("seed " + seed).isEqualTo(within);
    }
  }

  @Test
  void a_window_of_no_length_is_refused() {
    assertThatThrownBy(() -> Windows.once(NOON, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
