package dev.tocsin.backup;

import dev.tocsin.backup.BackupException.Kind;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.RestoreMark;
import dev.tocsin.store.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Brings a backup back: the schema as it was then, all rows in one transaction, the migrations
 * since, and at last what has to be said of the time between. From the first of these to the last
 * the database bears a {@link RestoreMark}: nobody takes a part for the whole.
 */
public final class Restore {

  private final BackupFile backup;
  private final String name;
  private final Consumer<String> progress;
  private final UUID id = UUID.randomUUID();

  /**
   * @param backup verified
   * @param name what people call the file
   * @param progress told a line for each table
   */
  public Restore(BackupFile backup, String name, Consumer<String> progress) {
    this.backup = backup;
    this.name = name;
    this.progress = progress;
  }

  /** The tables that would be emptied: none may be there, or somebody has to say so. */
  public static List<String> inTheWay(DataSource database) throws BackupException {
    try (Connection connection = database.getConnection()) {
      return List.copyOf(Catalog.tables(connection).keySet());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Whether this program can make the schema that the backup is of. */
  public void requireKnownSchema(DataSource database) throws BackupException {
    Manifest manifest = backup.manifest();
    if (!Schema.knows(database, manifest.schema())) {
      throw new BackupException(
          Kind.REFUSED,
          "the backup is of a newer version (%s, schema %s): restore it with that version"
              .formatted(manifest.madeBy(), manifest.schema()));
    }
  }

  /**
   * Brings it back.
   *
   * @param database with a schema that is empty, or that may be emptied
   * @param copy the original lives on elsewhere: this one gets an id of its own, and alerts nobody
   * @return what became of what was under way at the snapshot
   */
  public Aftermath.Result run(DataSource database, boolean copy) throws BackupException {
    try {
      empty(database);
      Schema.migrateTo(database, backup.manifest().schema(), this::mark);
      load(database);
      int migrated = Schema.migrate(database);
      if (migrated > 0) {
        progress.accept("%d migrations since the backup were applied".formatted(migrated));
      }
      return finish(database, copy);
    } catch (SQLException | DbException | FlywayException e) {
      throw failed(e);
    }
  }

  private static BackupException failed(Exception e) {
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    return new BackupException(Kind.DATABASE, "the database refuses: " + why, e);
  }

  /**
   * A listener that comes too early finds no installation to belong to, and waits; everybody else
   * looks for the mark.
   */
  private void mark(Connection connection) throws SQLException {
    RestoreMark.set(connection, id, name);
    Catalog.run(connection, "DELETE FROM installation");
  }

  private static void empty(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Catalog.begin(connection);
      Catalog.dropAll(connection);
      connection.commit();
    }
  }

  private void load(DataSource database) throws SQLException, BackupException {
    try (Connection connection = database.getConnection()) {
      Catalog.begin(connection);
      requireOurs(connection);
      List<Catalog.ForeignKey> keys = Catalog.foreignKeys(connection);
      for (Catalog.ForeignKey key : keys) {
        alter(connection, key, "DROP CONSTRAINT " + Catalog.quote(key.name()));
      }
      copyAll(connection);
      progress.accept("checking how the tables belong together");
      for (Catalog.ForeignKey key : keys) {
        alter(
            connection,
            key,
            "ADD CONSTRAINT %s %s".formatted(Catalog.quote(key.name()), key.definition()));
      }
      connection.commit();
      connection.setAutoCommit(true);
      Catalog.run(connection, "ANALYZE");
    }
  }

  private static void alter(Connection connection, Catalog.ForeignKey key, String how)
      throws SQLException {
    Catalog.run(connection, "ALTER TABLE %s %s".formatted(Catalog.quote(key.table()), how));
  }

  private void requireOurs(Connection connection) throws SQLException, BackupException {
    if (!RestoreMark.isOf(connection, id)) {
      throw new BackupException(
          Kind.REFUSED,
          "another process made the schema, or began a restore, at the same time: stop it, and do"
              + " this again with --replace");
    }
  }

  private void copyAll(Connection connection) throws SQLException, BackupException {
    Map<String, Catalog.Table> there = Catalog.tables(connection);
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    Set<String> missing = new HashSet<>(there.keySet());
    for (Manifest.Table table : backup.manifest().tables()) {
      if (!there.containsKey(table.name())) {
        progress.accept(table.name() + " is no table of this program: left out");
        continue;
      }
      missing.remove(table.name());
      Catalog.run(connection, "DELETE FROM " + Catalog.quote(table.name())); // a migration's rows
      copy(connection, copies, table);
    }
    missing.removeAll(Set.of(RestoreMark.TABLE, Schema.HISTORY, "processes"));
    if (!missing.isEmpty()) {
      throw new BackupException(
          Kind.FILE, "the backup lacks the tables " + new ArrayList<>(missing));
    }
  }

  private void copy(Connection connection, CopyManager copies, Manifest.Table table)
      throws SQLException, BackupException {
    String columns = table.columns().stream().map(Catalog::quote).collect(Collectors.joining(", "));
    String sql = "COPY %s (%s) FROM STDIN".formatted(Catalog.quote(table.name()), columns);
    try (InputStream rows = backup.rows(table)) {
      long copied = copies.copyIn(sql, rows);
      if (copied != table.rows()) {
        throw new BackupException(
            Kind.FILE,
            "%s has %d rows, and should have %d".formatted(table.name(), copied, table.rows()));
      }
    } catch (IOException e) {
      throw new BackupException(
          Kind.FILE, "%s cannot be read: %s".formatted(table.name(), e.getMessage()), e);
    }
    if (table.rows() > 0) {
      progress.accept("%s: %,d rows".formatted(table.name(), table.rows()));
    }
    if (table.identity() != null && table.next() != null) {
      number(connection, table.name(), table.identity(), table.next());
    }
  }

  private static void number(Connection connection, String table, String column, long next)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT setval(pg_get_serial_sequence(?, ?), ?, false)")) {
      statement.setString(1, Catalog.quote(table));
      statement.setString(2, column);
      statement.setLong(3, next);
      statement.execute();
    }
  }

  private Aftermath.Result finish(DataSource database, boolean copy) throws BackupException {
    return Db.on(database)
        .transaction(
            "finishing the restore",
            tx -> {
              Aftermath.Result result = new Aftermath(tx, backup.manifest()).settle(copy);
              RestoreMark.clear(tx);
              return result;
            });
  }
}
