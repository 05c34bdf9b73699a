package dev.tocsin.channels;

import java.time.Duration;

/**
 * How fast the other side takes messages of one channel. Who sends waits for its turn: nothing is
 * dropped for it, and news that wait may become one message.
 *
 * @param burst how many may go out at once after a rest; one comes back with each gap
 * @param gap how long until one more may go out; zero for no limit
 */
public record Pace(int burst, Duration gap) {

  /** As fast as we can. */
  public static final Pace NONE = new Pace(1, Duration.ZERO);

  public Pace {
    if (burst < 1 || gap.isNegative()) {
      throw new IllegalArgumentException("burst %d, gap %s".formatted(burst, gap));
    }
  }

  /** One message at a time, with at least this long between two. */
  public static Pace oneEvery(Duration gap) {
    return new Pace(1, gap);
  }
}
