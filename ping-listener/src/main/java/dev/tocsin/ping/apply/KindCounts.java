package dev.tocsin.ping.apply;

import dev.tocsin.domain.ping.PingKind;
import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/**
 * How many of a check's pings were recorded as each kind; all others were successes. Zero is null
 * in the database: most checks only ever report success, and then none of these columns is sent.
 */
record KindCounts(long start, long fail, long log, long ignored) {

  /** Nothing but successes; one object for all such checks, of which many are kept in memory. */
  static final KindCounts NONE = new KindCounts(0, 0, 0, 0);

  /** Reads four columns in this order, beginning with {@code column}. */
  static KindCounts of(Row row, int column) {
    KindCounts read =
        new KindCounts(
            number(row.getLong(column)),
            number(row.getLong(column + 1)),
            number(row.getLong(column + 2)),
            number(row.getLong(column + 3)));
    return read.equals(NONE) ? NONE : read;
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** With one more of a kind. */
  KindCounts and(PingKind kind) {
    return switch (kind) {
      case SUCCESS -> this;
      case START -> new KindCounts(start + 1, fail, log, ignored);
      case FAIL -> new KindCounts(start, fail + 1, log, ignored);
      case LOG -> new KindCounts(start, fail, log + 1, ignored);
      case IGN -> new KindCounts(start, fail, log, ignored + 1);
    };
  }
}
