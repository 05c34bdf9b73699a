package dev.tocsin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A table that is there while a backup is brought back, and stays if that does not get to its end:
 * what is in the database then is nobody's. It is made in the transaction that makes the schema,
 * and goes with the last one.
 */
public final class RestoreMark {

  /** Its name. */
  public static final String TABLE = "restore_under_way";

  private RestoreMark() {}

  /** Makes it, unless it is there. */
  public static void set(Connection connection, UUID restore, String file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (id uuid, file text, since timestamptz DEFAULT now())"
              .formatted(TABLE));
    }
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO %s (id, file) VALUES (?, ?)".formatted(TABLE))) {
      statement.setObject(1, restore);
      statement.setString(2, file);
      statement.executeUpdate();
    }
  }

  /** Whether this restore has made it, and no other one came between. */
  public static boolean isOf(Connection connection, UUID restore) throws SQLException {
    if (!isThere(connection)) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("SELECT id FROM " + TABLE)) {
      boolean ours = rs.next() && restore.equals(rs.getObject(1, UUID.class));
      return ours && !rs.next();
    }
  }

  /** Takes it away: all is there. */
  public static void clear(Tx tx) {
    tx.update("ending a restore", "DROP TABLE " + TABLE);
  }

  /** Why the database cannot be used, if a restore has not got to its end. */
  public static Optional<String> unfinished(DataSource database) {
    try (Connection connection = database.getConnection()) {
      if (!isThere(connection)) {
        return Optional.empty();
      }
      try (Statement statement = connection.createStatement();
          ResultSet rs =
              statement.executeQuery(
                  "SELECT file, date_trunc('second', since) FROM %s LIMIT 1".formatted(TABLE))) {
        String what =
            rs.next() ? "of %s, begun %s,".formatted(rs.getString(1), rs.getString(2)) : "";
        return Optional.of(
            ("the restore %s is under way or did not finish, so this is no whole database: wait for"
                    + " it, or do it again with --replace")
                .formatted(what));
      }
    } catch (SQLException e) {
      throw new DbException("looking for an unfinished restore", e);
    }
  }

  private static boolean isThere(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("SELECT to_regclass('%s')".formatted(TABLE))) {
      return rs.next() && rs.getString(1) != null;
    }
  }
}
