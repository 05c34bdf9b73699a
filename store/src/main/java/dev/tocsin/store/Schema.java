package dev.tocsin.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The schema and its migrations. */
public final class Schema {

  /** Where Flyway notes what was applied: the one table of ours that no migration makes. */
  public static final String HISTORY = "schema_history";

  /** Does something in the transaction of a migration, after it. */
  @FunctionalInterface
  public interface AfterMigration {
    void run(Connection connection) throws SQLException;
  }

  private Schema() {}

  /**
   * Brings the schema to this version, under a lock: several processes may call it at once.
   *
   * @return how many migrations were applied
   */
  public static int migrate(DataSource database) {
    return configuration(database).load().migrate().migrationsExecuted;
  }

  /**
   * Brings the schema to an older version than this program's, in a database that has none.
   *
   * @param version as {@link #version} names it
   * @param after done with each migration, in its transaction
   */
  public static void migrateTo(DataSource database, String version, AfterMigration after) {
    configuration(database)
        .target(MigrationVersion.fromVersion(version))
        .callbacks(new After(after))
        .load()
        .migrate();
  }

  /** How many migrations this program knows and the database lacks. */
  public static int pending(DataSource database) {
    return configuration(database).load().info().pending().length;
  }

  /** The version of the database's schema; empty: it has none of ours. */
  public static Optional<String> version(DataSource database) {
    return Optional.ofNullable(configuration(database).load().info().current())
        .map(MigrationInfo::getVersion)
        .map(MigrationVersion::getVersion);
  }

  /** Whether this program has the migration that makes a version of the schema. */
  public static boolean knows(DataSource database, String version) {
    MigrationVersion wanted = MigrationVersion.fromVersion(version);
    return Arrays.stream(configuration(database).load().info().all())
        .filter(one -> one.getState().isResolved())
        .anyMatch(one -> wanted.equals(one.getVersion()));
  }

  private static FluentConfiguration configuration(DataSource database) {
    FluentConfiguration config =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(database)
            .locations("classpath:dev/tocsin/store/migrations")
            .sqlMigrationPrefix("V")
            .table(HISTORY);
    // The default lock holds a transaction open, in which CREATE INDEX CONCURRENTLY would hang.
    config
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return config;
  }

  private record After(AfterMigration step) implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try {
        step.run(context.getConnection());
      } catch (SQLException e) {
        throw new FlywayException(e);
      }
    }

    @Override
    public String getCallbackName() {
      return "after";
    }
  }
}
