package dev.tocsin.roles;

import dev.tocsin.ops.Logging;
import dev.tocsin.postgres.Access;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.LogFormat;
import dev.tocsin.settings.LogLevel;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The database for a command that does one thing: the given one, the embedded one of a running
 * {@code up}, or the embedded one, started for the time of the command.
 */
public final class AdminDatabase implements AutoCloseable {

  /** A person waits for the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Lifecycle app = new Lifecycle();
  private final LiveDatabase database;

  /** Where the embedded server is, if no other database is given. */
  private interface Embedded {
    Access find() throws CannotStartException;
  }

  private AdminDatabase(Settings settings, boolean alone) throws CannotStartException {
    Optional<LiveDatabase> given = LiveDatabase.of(settings);
    Embedded own = alone ? () -> startAlone(settings) : () -> embedded(settings);
    database = given.isPresent() ? given.get() : LiveDatabase.fixed(Databases.embedded(own.find()));
  }

  private Access startAlone(Settings settings) throws CannotStartException {
    Base.makeDataDir(settings.get(Keys.DATA_DIR));
    return app.add("Postgres", EmbeddedServer.start(settings, "a command")).access();
  }

  private Access embedded(Settings settings) throws CannotStartException {
    if (!Files.isDirectory(settings.get(Keys.DATA_DIR))) {
      throw new CannotStartException(
          Exit.DATABASE,
          "there is no database: %s does not exist, and DATABASE_URL is not set"
              .formatted(settings.get(Keys.DATA_DIR)));
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Access> running = EmbeddedServer.running(settings);
      if (running.isPresent()) {
        return running.get();
      }
      try {
        return app.add("Postgres", EmbeddedServer.start(settings, "a command")).access();
      } catch (CannotStartException e) {
        if (e.exit() != Exit.HELD || System.nanoTime() > end) {
          throw e;
        }
        pause(); // whoever holds it is still starting
      }
    }
  }

  private static void pause() throws CannotStartException {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException(Exit.FAILED, "interrupted", e);
    }
  }

  /** Finds the database; says what is wrong where there is none. */
  public static AdminDatabase find(Settings settings) throws CannotStartException {
    // What a command prints may be read by a program: of the log, only trouble.
    Logging.configure(LogLevel.ERROR, LogFormat.TEXT);
    return new AdminDatabase(settings, false);
  }

  /**
   * The same for a command that tolerates nobody beside it: the embedded one must not be running,
   * and is made if there is none.
   */
  static AdminDatabase alone(Settings settings) throws CannotStartException {
    Logging.configure(LogLevel.ERROR, LogFormat.TEXT);
    return new AdminDatabase(settings, true);
  }

  /** Connections past a pooler, for what may take long; nobody has looked at the schema. */
  DataSource unhurried(String name) throws CannotStartException {
    Db db =
        app.add(
            "unhurried connections",
            Db.open(() -> Databases.unhurried(database.direct(), PATIENCE, name)));
    try {
      db.first("looking for the database", "SELECT 1", row -> true);
    } catch (DbException e) {
      throw new CannotStartException(
          Exit.DATABASE, "%s: %s".formatted(this, SchemaGate.rootCause(e)), e);
    }
    return db.dataSource();
  }

  /** Brings the schema up to date; returns how many migrations that took. */
  public int migrate() throws CannotStartException {
    return new SchemaGate(database::direct, true, PATIENCE).migrate();
  }

  /** A few connections to a database whose schema is up to date. */
  public Db open() throws CannotStartException {
    new SchemaGate(database::direct, false, PATIENCE).requireOpen();
    return app.add("connections", Db.open(() -> Databases.forJdbc(database.url(), 2, false)));
  }

  LiveDatabase database() {
    return database;
  }

  /** The address of the database, without the password. */
  @Override
  public String toString() {
    return database.url().toString();
  }

  @Override
  public void close() {
    app.close();
  }
}
