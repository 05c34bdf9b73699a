package dev.tocsin.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/** One row of a result; methods named {@code …OrNull} are for columns that may be null. */
public final class Row {

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  private final ResultSet rs;

  Row(ResultSet rs) {
    this.rs = rs;
  }

  public String string(String column) throws SQLException {
    return Objects.requireNonNull(rs.getString(column), column);
  }

  public @Nullable String stringOrNull(String column) throws SQLException {
    return rs.getString(column);
  }

  public long number(String column) throws SQLException {
    return rs.getLong(column);
  }

  public int integer(String column) throws SQLException {
    return rs.getInt(column);
  }

  public @Nullable Long numberOrNull(String column) throws SQLException {
    long value = rs.getLong(column);
    return rs.wasNull() ? null : value;
  }

  public boolean flag(String column) throws SQLException {
    return rs.getBoolean(column);
  }

  public UUID uuid(String column) throws SQLException {
    return rs.getObject(column, UUID.class);
  }

  public @Nullable UUID uuidOrNull(String column) throws SQLException {
    return rs.getObject(column, UUID.class);
  }

  public byte[] bytes(String column) throws SQLException {
    return Objects.requireNonNull(rs.getBytes(column), column);
  }

  public byte @Nullable [] bytesOrNull(String column) throws SQLException {
    return rs.getBytes(column);
  }

  public Instant instant(String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(column), column);
  }

  public @Nullable Instant instantOrNull(String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** An interval column that holds seconds only, as all of ours do. */
  public Duration duration(String column) throws SQLException {
    String text = rs.getString(column);
    // Hours, minutes and seconds, as nearly all are: the driver takes ten times as long to read it.
    if (text != null && text.length() == 8 && text.charAt(2) == ':' && text.charAt(5) == ':') {
      return Duration.ofSeconds(pair(text, 0) * 3600L + pair(text, 3) * 60L + pair(text, 6));
    }
    PGInterval interval = rs.getObject(column, PGInterval.class);
    return Duration.ofDays(interval.getDays())
        .plusHours(interval.getHours())
        .plusMinutes(interval.getMinutes())
        .plusSeconds(interval.getWholeSeconds())
        .plusNanos(interval.getMicroSeconds() * 1_000L);
  }

  private static int pair(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  /** An array column of text or uuid, as text. */
  public List<String> strings(String column) throws SQLException {
    Array array = rs.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
  }

  /** An array column of bigint, nulls left out. */
  public List<Long> numbers(String column) throws SQLException {
    Array array = rs.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray())
            .filter(Objects::nonNull)
            .map(Long.class::cast)
            .toList();
  }
}
