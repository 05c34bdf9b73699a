package dev.tocsin.dashboard.people.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How fast somebody who knows the password may guess codes. */
class CodeLimitsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final long ADA = 1;

  private final CodeLimits limits = new CodeLimits();

  /** Guesses as fast as it is let; returns how often it could. */
  private int guesses(long account, String address, boolean known, Instant from, Duration span) {
    int tried = 0;
    for (Instant at = from; at.isBefore(from.plus(span)); at = at.plusSeconds(1)) {
      if (limits.mayTry(account, address, known, at)) {
        tried++;
      }
    }
    return tried;
  }

  @Test
  void a_day_of_guessing_tries_three_hundred_codes_of_a_million() {
    assertThat(guesses(ADA, "192.0.2.1", false, NOW, Duration.ofDays(1))).isBetween(280, 300);
  }

  @Test
  void many_addresses_guess_no_faster_than_one() {
    int tried = 0;
    for (int i = 0; i < 1_000; i++) {
      String address = "198.51.%d.%d".formatted(i / 250, i % 250);
      tried += guesses(ADA, address, false, NOW.plusSeconds(i), Duration.ofSeconds(1));
    }
    assertThat(tried).isLessThanOrEqualTo(14);
  }

  @Test
  void a_hundred_guesses_at_once_are_as_many_as_one_after_the_other() {
    long tried =
        IntStream.range(0, 100)
            .parallel()
            .filter(i -> limits.mayTry(ADA, "192.0.2.1", false, NOW))
            .count();
    assertThat(tried).isEqualTo(10);
  }

  @Test
  void the_owner_where_they_are_signed_in_is_not_kept_out_and_others_neither() {
    guesses(ADA, "192.0.2.1", false, NOW, Duration.ofMinutes(2));
    assertThat(limits.mayTry(ADA, "192.0.2.1", false, NOW.plusSeconds(120))).isFalse();
    assertThat(limits.mayTry(ADA, "203.0.113.9", true, NOW.plusSeconds(120))).isTrue();
    assertThat(limits.mayTry(2, "192.0.2.1", false, NOW.plusSeconds(120))).isTrue();
    limits.right(ADA, "192.0.2.1", false);
    assertThat(limits.mayTry(ADA, "192.0.2.1", false, NOW.plusSeconds(120))).isTrue();
  }

  @Test
  void where_the_owner_is_signed_in_guessing_is_slow_as_well() {
    assertThat(guesses(ADA, "203.0.113.9", true, NOW, Duration.ofHours(1))).isBetween(20, 22);
  }
}
