package dev.tocsin.ping.apply;

/**
 * Whether remembered rows are worth a try. Where somebody else writes the same checks all the time,
 * they are not: each disappointment doubles how many batches lock and read first, up to {@value
 * #MOST}.
 */
final class Trust {

  private static final int MOST = 64;

  private int disappointments;
  private int wary;

  /** For the next batch; asks once for each. */
  boolean next() {
    if (wary == 0) {
      return true;
    }
    wary--;
    return false;
  }

  /** A remembered row had changed. */
  void disappointed() {
    disappointments = Math.min(disappointments + 1, Integer.numberOfTrailingZeros(MOST));
    wary = 1 << disappointments;
  }

  /** Remembered rows were as remembered. */
  void confirmed() {
    disappointments = 0;
  }
}
