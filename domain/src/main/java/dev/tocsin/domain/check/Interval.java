package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time, with its beginning and without its end.
 *
 * @param until after {@code since}
 */
public record Interval(Instant since, Instant until) {
  public Interval {
    if (!until.isAfter(since)) {
      throw new IllegalArgumentException("%s to %s is no interval".formatted(since, until));
    }
  }

  public Duration length() {
    return Duration.between(since, until);
  }

  /** Whether both have an instant in common. */
  public boolean overlaps(Instant from, Instant to) {
    return since.isBefore(to) && from.isBefore(until);
  }
}
