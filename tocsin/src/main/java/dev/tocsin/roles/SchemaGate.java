package dev.tocsin.roles;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.RestoreMark;
import dev.tocsin.store.Schema;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the database is there with our schema, and brings the schema there where it may: one
 * process at a time, under Flyway's lock.
 */
final class SchemaGate {

  private final Supplier<DatabaseUrl> direct;
  private final boolean mayMigrate;
  private final Duration patience;

  /**
   * @param patience how long one look may wait for a connection
   * @param mayMigrate {@code up} does; single roles wait for the command {@code migrate}
   */
  SchemaGate(Supplier<DatabaseUrl> direct, boolean mayMigrate, Duration patience) {
    this.patience = patience;
    this.direct = direct;
    this.mayMigrate = mayMigrate;
  }

  /** Why the database cannot be used now; empty once it can. */
  Optional<String> closed() {
    // A pool of its own, and only for this: an hour of waiting needs no connections.
    try (Db db = Db.open(Databases.forMigrations(direct.get(), patience))) {
      db.first("looking for the database", "SELECT 1", row -> true);
      Optional<String> restore = RestoreMark.unfinished(db.dataSource());
      if (restore.isPresent()) {
        return restore;
      }
      if (mayMigrate) {
        Schema.migrate(db.dataSource());
        return Optional.empty();
      }
      int pending = Schema.pending(db.dataSource());
      return pending == 0
          ? Optional.empty()
          : Optional.of(
              "the database lacks %s: run tocsin migrate"
                  .formatted(Words.count(pending, "migration")));
    } catch (DbException e) {
      return Optional.of(rootCause(e));
    } catch (FlywayException e) {
      return Optional.of("the schema cannot be brought up to date: " + rootCause(e));
    }
  }

  /** For the command of that name. */
  int migrate() throws CannotStartException {
    try (Db db = Db.open(Databases.forMigrations(direct.get(), patience))) {
      db.first("looking for the database", "SELECT 1", row -> true);
      Optional<String> restore = RestoreMark.unfinished(db.dataSource());
      if (restore.isPresent()) {
        throw new CannotStartException(Exit.REFUSED, restore.get());
      }
      return Schema.migrate(db.dataSource());
    } catch (DbException | FlywayException e) {
      throw new CannotStartException(
          Exit.DATABASE, "%s: %s".formatted(direct.get(), rootCause(e)), e);
    }
  }

  /** For commands that do one thing. */
  void requireOpen() throws CannotStartException {
    Optional<String> closed = closed();
    if (closed.isPresent()) {
      throw new CannotStartException(Exit.DATABASE, "%s: %s".formatted(direct.get(), closed.get()));
    }
  }

  /** The database's or the network's own words, without the wrappings. */
  static String rootCause(Throwable e) {
    Throwable cause = e;
    for (@Nullable Throwable next = e; next != null; next = next.getCause()) {
      if (next instanceof SQLException) {
        cause = next;
      }
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
