package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Pace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to the {@link Pace} of a channel's other side, with one instant for a memory: each message
 * moves it on by one gap, and messages may go out while it is less than a burst ahead of now. It is
 * in the lane's row, so a take-over does not begin anew. Pure functions.
 */
final class Pacing {

  private Pacing() {}

  /** How many messages may go out now. */
  static int allowed(Pace pace, @Nullable Instant pacedTo, Instant now) {
    if (pace.gap().isZero()) {
      return Integer.MAX_VALUE;
    }
    Duration left = pace.gap().multipliedBy(pace.burst()).minus(ahead(pacedTo, now));
    return left.isNegative() ? 0 : (int) left.dividedBy(pace.gap());
  }

  /** When one more may go out, if none may now. */
  static Instant next(Pace pace, @Nullable Instant pacedTo, Instant now) {
    return now.plus(ahead(pacedTo, now)).minus(pace.gap().multipliedBy(pace.burst() - 1L));
  }

  /** What to remember after so many went out. */
  static @Nullable Instant after(Pace pace, @Nullable Instant pacedTo, int sent, Instant now) {
    return pace.gap().isZero() || sent == 0
        ? pacedTo
        : now.plus(ahead(pacedTo, now)).plus(pace.gap().multipliedBy(sent));
  }

  private static Duration ahead(@Nullable Instant pacedTo, Instant now) {
    return pacedTo == null || pacedTo.isBefore(now)
        ? Duration.ZERO
        : Duration.between(now, pacedTo);
  }
}
