package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import dev.tocsin.domain.schedule.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the run took, where its start is known.
 *
 * @param limit whole seconds, up to {@link #LONGEST}
 */
public record RunTime(Comparison by, Duration limit) implements Assertion {

  /** As long as the longest period. */
  public static final Duration LONGEST = Period.LONGEST;

  static final String NAME = "duration";

  public RunTime {
    if (!by.orders()) {
      throw new IllegalArgumentException("no run takes exactly so long: use <, <=, > or >=");
    }
    if (limit.toSeconds() < 1 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("from 1 second to %d days".formatted(LONGEST.toDays()));
    }
  }

  @Override
  public String text() {
    return "%s %s %ds".formatted(NAME, by.sign(), limit.toSeconds());
  }

  @Override
  public boolean readsBody() {
    return false;
  }

  @Override
  public Optional<String> found(@Nullable Duration took, @Nullable PingText said) {
    return took == null || by.holds(took, limit)
        ? Optional.empty()
        : Optional.of("it took %s s".formatted(seconds(took)));
  }

  /** Exact enough to see why: 59.9996 s is not shown as 60. */
  private static String seconds(Duration took) {
    BigDecimal seconds = BigDecimal.valueOf(took.toNanos() / 1_000, 6);
    return seconds.setScale(3, RoundingMode.DOWN).stripTrailingZeros().toPlainString();
  }
}
