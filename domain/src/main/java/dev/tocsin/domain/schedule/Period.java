package dev.tocsin.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A ping is due a fixed time after the last one, in elapsed time, whatever the clocks on the wall
 * do.
 *
 * @param every positive, at most {@link #LONGEST}; how short it may be is a setting of the server,
 *     checked where people enter it
 */
public record Period(Duration every) implements Schedule {

  /** 365 days: the longest period and the longest grace time that a check may have. */
  public static final Duration LONGEST = Duration.ofDays(365);

  public Period {
    if (every.isNegative() || every.isZero() || every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("period must be within (0, 365 d]: " + every);
    }
  }

  @Override
  public Instant nextAfter(Instant last) {
    return last.plus(every);
  }

  @Override
  public String inWords() {
    return Words.every(every);
  }

  @Override
  public Optional<ZoneId> zone() {
    return Optional.empty();
  }
}
