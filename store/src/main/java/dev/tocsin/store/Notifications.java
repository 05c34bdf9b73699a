package dev.tocsin.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears {@code NOTIFY} on a connection of its own, which must reach Postgres directly: a pooler in
 * transaction mode hands the connection to somebody else. Not for several threads.
 *
 * <p>What is sent while nobody listens is gone, so whoever uses this polls as well and looks once
 * after {@link #open}.
 */
public final class Notifications implements AutoCloseable {

  private final Connection connection;

  private Notifications(Connection connection) {
    this.connection = connection;
  }

  /** Connects and listens; throws {@link DbException} if Postgres is away. */
  public static Notifications open(Supplier<DbConfig> config, Collection<String> channels) {
    try {
      Connection connection = new Connector("tocsin-listen", Map.of(), config).getConnection();
      try (Statement listen = connection.createStatement()) {
        listen.execute(channels.stream().collect(Collectors.joining("; LISTEN ", "LISTEN ", "")));
        return new Notifications(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new DbException("listening for notifications", e);
    }
  }

  /**
   * Waits until something is heard, at most {@code longest}.
   *
   * @return the channels that were heard; empty if nothing was
   */
  public Set<String> await(Duration longest) {
    try {
      PGNotification[] heard =
          connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
      return heard == null
          ? Set.of()
          : Arrays.stream(heard)
              .map(PGNotification::getName)
              .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (SQLException e) {
      throw new DbException("waiting for notifications", e);
    }
  }

  /** Whether the other side still answers: a silent connection looks like one without news. */
  public boolean answers(Duration within) {
    try {
      return connection.isValid(Math.max(1, (int) within.toSeconds()));
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Closing is all that was wanted, and the server notices by itself.
    }
  }
}
