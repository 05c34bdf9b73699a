package dev.tocsin.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/**
 * Statements on one connection. {@code what} says what a statement is for and starts the message of
 * the {@link DbException} that it may throw.
 *
 * <p>Parameters may be strings, numbers, booleans, {@link UUID}, {@code byte[]}, {@link Instant}
 * (cut to microseconds: the driver would round), {@link Duration}, and collections of Long, String,
 * UUID or Instant, nulls among them, which become arrays for {@code = ANY(?)} and {@code
 * unnest(?)}.
 */
public final class Tx {

  private final Connection connection;

  Tx(Connection connection) {
    this.connection = connection;
  }

  public <T> List<T> query(
      String what, String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rs = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(rs);
      while (rs.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    } catch (SQLException e) {
      throw new DbException(what, e);
    }
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(
      String what, String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return query(what, sql, mapper, parameters).stream().findFirst();
  }

  /** How many rows a statement changed. */
  public int update(String what, String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DbException(what, e);
    }
  }

  /**
   * Runs a part of the transaction that may fail by itself: what it wrote is undone when it throws,
   * and the transaction goes on if the caller catches that.
   */
  public <T> T savepoint(String what, Supplier<T> part) {
    try {
      Savepoint savepoint = connection.setSavepoint();
      try {
        T result = part.get();
        connection.releaseSavepoint(savepoint);
        return result;
      } catch (RuntimeException e) {
        undo(savepoint, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DbException(what, e);
    }
  }

  private void undo(Savepoint savepoint, RuntimeException why) {
    try {
      connection.rollback(savepoint);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        bind(statement, i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(at, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    } else if (value instanceof Duration duration) {
      long micros = duration.toNanos() / 1_000;
      statement.setObject(at, new PGInterval(0, 0, 0, 0, 0, micros / 1e6));
    } else if (value instanceof Collection<?> items) {
      statement.setArray(at, array(items));
    } else {
      statement.setObject(at, value);
    }
  }

  private Array array(Collection<?> items) throws SQLException {
    // Nulls alone go as text, which can be cast to whatever the statement wants.
    Object sample =
        items.isEmpty()
            ? 0L
            : items.stream().<Object>map(x -> x).filter(Objects::nonNull).findFirst().orElse("");
    if (sample instanceof Instant) {
      return connection.createArrayOf(
          "timestamptz", items.stream().map(Tx::cutToMicroseconds).toArray());
    }
    String type = sample instanceof UUID ? "uuid" : sample instanceof String ? "text" : "bigint";
    return connection.createArrayOf(type, items.toArray());
  }

  private static @Nullable String cutToMicroseconds(@Nullable Object instant) {
    // With an offset: an instant alone is printed by a formatter, which takes several times as
    // long.
    return instant == null
        ? null
        : ((Instant) instant).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC).toString();
  }
}
