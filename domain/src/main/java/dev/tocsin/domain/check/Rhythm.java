package dev.tocsin.domain.check;

import java.time.Duration;
import java.util.Optional;

/**
 * How soon after one completion the next one may come, judged by the last of them: a job with a
 * period may well ping more often than it has to.
 *
 * <p>The shortest of the last ten intervals, or of a few more: the shortest of a full block of ten
 * and of the block that is being filled. So what this says is never later than what exactly the
 * last ten would say, and it fits into one number that is written with each ping.
 *
 * @param bits from the lowest: 29 for the filling block, 29 for the full one (tenths of a second,
 *     rounded down, plus one; 0: none), 4 for how many the filling block holds
 */
public record Rhythm(long bits) {

  /** No interval is known. */
  public static final Rhythm NONE = new Rhythm(0);

  private static final int WIDTH = 29;
  private static final long MASK = (1L << WIDTH) - 1;
  private static final int BLOCK = 10;
  private static final long UNIT_MILLIS = 100;

  public Rhythm {
    long count = bits >>> (2 * WIDTH);
    if (count >= BLOCK || (count == 0) != ((bits & MASK) == 0)) {
      throw new IllegalArgumentException("not a rhythm: " + bits);
    }
  }

  /** After one more interval; negative ones are none. */
  Rhythm after(Duration interval) {
    if (interval.isNegative()) {
      return this;
    }
    long tenths = Math.min(interval.toMillis() / UNIT_MILLIS, MASK - 1) + 1;
    long filling = shorter(bits & MASK, tenths);
    long count = (bits >>> (2 * WIDTH)) + 1;
    return count == BLOCK
        ? new Rhythm(filling << WIDTH)
        : new Rhythm((count << (2 * WIDTH)) | (bits & (MASK << WIDTH)) | filling);
  }

  /** At most the shortest of the last ten intervals; empty if none is known. */
  public Optional<Duration> shortest() {
    long tenths = shorter(bits & MASK, (bits >>> WIDTH) & MASK);
    return tenths == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((tenths - 1) * UNIT_MILLIS));
  }

  /** The smaller one of those that are there. */
  private static long shorter(long a, long b) {
    return a == 0 || b == 0 ? a + b : Math.min(a, b);
  }
}
