package dev.tocsin.roles;

import dev.tocsin.backup.Aftermath;
import dev.tocsin.backup.BackupException;
import dev.tocsin.backup.BackupFile;
import dev.tocsin.backup.Manifest;
import dev.tocsin.backup.Restore;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Processes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Brings a backup back into the database of the settings. */
public final class Restores {

  // A process of ours has a connection there, or says that it lives.
  private static final String ALIVE =
      """
      SELECT application_name AS who FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend'
         AND application_name LIKE 'tocsin%' AND application_name <> ?
       ORDER BY 1
      """;

  private static final String SEEN =
      "SELECT role || ' on ' || node AS who FROM processes WHERE seen_at > now() - ? ORDER BY 1";

  private Restores() {}

  /**
   * What somebody said.
   *
   * @param replace what is in the database may go
   * @param confirm asked with the name of the database before it does
   * @param copy the original lives on elsewhere
   * @param force go on although processes seem to use the database
   * @param withoutKey go on although the secrets in it cannot be read
   * @param passphrase of the key in the file
   */
  public record Wish(
      boolean replace,
      Predicate<String> confirm,
      boolean copy,
      boolean force,
      boolean withoutKey,
      Optional<char[]> passphrase) {}

  /** What was done. */
  public record Done(String database, Manifest manifest, Aftermath.Result aftermath) {}

  /**
   * Does it, after everything was checked that can be.
   *
   * @param name what people call the file
   */
  public static Done run(
      Settings settings, Path file, String name, Wish wish, Consumer<String> progress)
      throws CannotStartException {
    try (BackupFile backup = BackupFile.open(file)) {
      progress.accept("reading the file and comparing it with its checksums");
      backup.verify();
      RestoredKey key = RestoredKey.of(settings, backup.manifest(), wish);
      try (AdminDatabase database = AdminDatabase.alone(settings)) {
        DataSource connections = database.unhurried(Backups.NAME);
        Restore restore = new Restore(backup, name, progress);
        restore.requireKnownSchema(connections);
        makeRoom(database, connections, wish);
        key.write();
        Aftermath.Result aftermath = restore.run(connections, wish.copy());
        return new Done(database.toString(), backup.manifest(), aftermath);
      }
    } catch (BackupException e) {
      throw Backups.cannot(e);
    }
  }

  private static void makeRoom(AdminDatabase database, DataSource connections, Wish wish)
      throws CannotStartException, BackupException {
    List<String> tables = Restore.inTheWay(connections);
    if (!wish.force()) {
      requireNobody(Db.on(connections), tables);
    }
    if (tables.isEmpty()) {
      return;
    }
    if (!wish.replace()) {
      throw new CannotStartException(
          Exit.REFUSED,
          "%s is not empty (%d tables): --replace removes them first, with all that is in them"
              .formatted(database, tables.size()));
    }
    if (!wish.confirm().test(database.database().url().database())) {
      throw new CannotStartException(Exit.REFUSED, "nothing was done");
    }
  }

  private static void requireNobody(Db db, List<String> tables) throws CannotStartException {
    List<String> who = db.query("looking who is there", ALIVE, r -> r.string("who"), Backups.NAME);
    if (who.isEmpty() && tables.contains("processes")) {
      try {
        who = db.query("looking who lives", SEEN, row -> row.string("who"), Processes.LIVES);
      } catch (DbException e) {
        who = List.of(); // the table of another version, or of somebody else
      }
    }
    if (!who.isEmpty()) {
      throw new CannotStartException(
          Exit.REFUSED,
          ("processes of Tocsin use this database: %s. Stop them first (who was killed is forgotten"
                  + " after %d s), or say --force")
              .formatted(String.join(", ", who), Processes.LIVES.toSeconds()));
    }
  }
}
