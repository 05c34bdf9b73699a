package dev.tocsin.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Thin JDBC on a HikariCP pool. Opening never fails because Postgres is away: statements do, with a
 * {@link DbException}, until it is back. Callers are worker threads, never an event loop.
 */
public final class Db implements AutoCloseable {

  /** What a connection asks of the server: values of its settings. */
  // A held lock would stall a listener's stream, and with it every alert: bound it. And what is
  // asked for is looked up by key: the usual price of a page makes the planner read the whole of a
  // table instead, for a thousand of a hundred thousand rows.
  public static final String OPTIONS =
      "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000"
          + " -c statement_timeout=30000 -c random_page_cost=1.1";

  private static final Map<String, String> USUAL =
      Map.of("options", OPTIONS, "socketTimeout", "40");

  private final DataSource pool;

  private Db(DataSource pool) {
    this.pool = pool;
  }

  /** On connections from elsewhere; whoever makes them closes them. */
  public static Db on(DataSource connections) {
    return new Db(connections);
  }

  public static Db open(DbConfig config) {
    return open(() -> config);
  }

  /**
   * Opens each connection to where the database is then.
   *
   * @param config asked again for each connection, by the thread that opens it, which may block;
   *     the size of the pool and the wait for it are those of the first answer
   */
  public static Db open(Supplier<DbConfig> config) {
    DbConfig first = config.get();
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("tocsin-jdbc");
    hikari.setDataSource(new Connector("tocsin", USUAL, config));
    hikari.setMaximumPoolSize(first.poolSize());
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(first.connectTimeout().toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setKeepaliveTime(30_000);
    return new Db(new HikariDataSource(hikari));
  }

  /** One statement in a transaction of its own; see {@link Tx#query}. */
  public <T> List<T> query(
      String what, String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return transaction(what, tx -> tx.query(what, sql, mapper, parameters));
  }

  /** One statement in a transaction of its own; see {@link Tx#first}. */
  public <T> Optional<T> first(
      String what, String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return transaction(what, tx -> tx.first(what, sql, mapper, parameters));
  }

  /** One statement in a transaction of its own; see {@link Tx#update}. */
  public int update(String what, String sql, @Nullable Object... parameters) {
    return transaction(what, tx -> tx.update(what, sql, parameters));
  }

  /**
   * Runs {@code work} in one transaction (READ COMMITTED): committed when it returns, rolled back
   * when it throws.
   */
  public <T> T transaction(String what, Function<Tx, T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.apply(new Tx(connection));
        connection.commit();
        return result;
      } catch (RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DbException(what, e);
    }
  }

  private static void rollBack(Connection connection, Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Opens all connections of the pool within half a minute, and keeps them: when many are wanted at
   * once, the hand-shake of each costs more than what it was wanted for.
   */
  public void keepReady() {
    if (pool instanceof HikariDataSource ours) {
      ours.getHikariConfigMXBean().setMinimumIdle(ours.getMaximumPoolSize());
    }
  }

  /**
   * How many connections are in use or waited for; more than the pool has: somebody waits. Zero for
   * connections from elsewhere. Thread-safe, never blocks.
   */
  public int wanted() {
    if (pool instanceof HikariDataSource ours && ours.getHikariPoolMXBean() != null) {
      var inside = ours.getHikariPoolMXBean();
      return inside.getActiveConnections() + inside.getThreadsAwaitingConnection();
    }
    return 0;
  }

  /** For Flyway and for metrics; everything else goes through the methods above. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    if (pool instanceof HikariDataSource ours) {
      ours.close();
    }
  }
}
