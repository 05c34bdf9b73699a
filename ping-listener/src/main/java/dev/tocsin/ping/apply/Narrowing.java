package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Entry;
import java.util.List;

/**
 * Finds the one record that the database refuses for what is in it: halves the batch until it is
 * alone, and believes it only when it was refused twice alone. Then the batches grow again.
 */
final class Narrowing {

  private static final long NONE = -1;

  private final int most;
  private int limit;
  private long suspect = NONE;
  private long poison = NONE;

  Narrowing(int most) {
    this.most = most;
    this.limit = most;
  }

  /** How many records the next batch may have. */
  int limit() {
    return limit;
  }

  /** Position of the record that is to be set aside instead of applied; -1: none. */
  long poison() {
    return poison;
  }

  /** These were refused, together. */
  void refused(List<Entry> entries) {
    if (entries.size() > 1) {
      limit = entries.size() / 2;
    } else if (!entries.isEmpty()) {
      long position = entries.get(0).position();
      if (suspect == position) {
        poison = position;
      }
      suspect = position;
    }
  }

  /** A batch went through. */
  void succeeded() {
    limit = (int) Math.min(most, 2L * limit);
    suspect = NONE;
    poison = NONE;
  }
}
