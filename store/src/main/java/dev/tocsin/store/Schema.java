package dev.tocsin.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The schema and its migrations. */
public final class Schema {

  private Schema() {}

  /**
   * Brings the schema to this version, under a lock: several processes may call it at once.
   *
   * @return how many migrations were applied
   */
  public static int migrate(DataSource database) {
    return flyway(database).migrate().migrationsExecuted;
  }

  /** How many migrations this program knows and the database lacks. */
  public static int pending(DataSource database) {
    return flyway(database).info().pending().length;
  }

  private static Flyway flyway(DataSource database) {
    FluentConfiguration config =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(database)
            .locations("classpath:dev/tocsin/store/migrations")
            .sqlMigrationPrefix("V")
            .table("schema_history");
    // The default lock holds a transaction open, in which CREATE INDEX CONCURRENTLY would hang.
    config
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return config.load();
  }
}
