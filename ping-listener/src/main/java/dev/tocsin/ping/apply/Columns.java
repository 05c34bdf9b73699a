package dev.tocsin.ping.apply;

import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows turned into columns, and values into what the driver takes. */
final class Columns {

  private Columns() {}

  /**
   * One column, without the nulls at its end: {@code unnest} gives them back. Most pings have no
   * run id, exit status or body, and most checks no run in progress, so such columns cost nothing.
   */
  static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
    T[] column = array.apply(rows.size());
    int length = 0;
    int i = 0;
    for (R row : rows) {
      column[i] = value.apply(row);
      if (column[i++] != null) {
        length = i;
      }
    }
    return length == column.length ? column : Arrays.copyOf(column, length);
  }

  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable UUID value(@Nullable RunId run) {
    return run == null ? null : run.value();
  }

  /** Postgres refuses NUL in a text, and one such header would refuse the whole batch. */
  static @Nullable String clean(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
