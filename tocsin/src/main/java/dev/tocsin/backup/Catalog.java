package dev.tocsin.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is in the schema of a connection. */
final class Catalog {

  private static final String DEADLOCK = "40P01";
  private static final int ATTEMPTS = 10;

  // What an extension brought is not ours.
  private static final String TABLES =
      """
      SELECT c.relname AS t, a.attname AS c, a.attidentity <> '' AS numbered
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
         AND a.attgenerated = ''
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
       ORDER BY c.relname, a.attnum
      """;

  private static final String ALL =
      """
      SELECT 'DROP VIEW ' || c.oid::regclass || ' CASCADE' AS sql, 1 AS place
        FROM pg_class c
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'v'
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      UNION ALL
      SELECT 'DROP TABLE ' || c.oid::regclass || ' CASCADE', 2
        FROM pg_class c
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      UNION ALL
      SELECT 'DROP FUNCTION ' || p.oid::regprocedure || ' CASCADE', 3
        FROM pg_proc p
       WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
       ORDER BY place, sql
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT c.relname AS t, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
       WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
       ORDER BY 1, 2
      """;

  /**
   * A table.
   *
   * @param identity its column that is numbered by itself
   */
  record Table(String name, List<String> columns, Optional<String> identity) {}

  /** A foreign key, with its words. */
  record ForeignKey(String table, String name, String definition) {}

  private Catalog() {}

  /** All tables by name, in the order of their names. */
  static Map<String, Table> tables(Connection connection) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    Map<String, String> numbered = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(TABLES)) {
      while (rs.next()) {
        String table = rs.getString("t");
        columns.computeIfAbsent(table, t -> new ArrayList<>()).add(rs.getString("c"));
        if (rs.getBoolean("numbered")) {
          numbered.put(table, rs.getString("c"));
        }
      }
    }
    Map<String, Table> tables = new LinkedHashMap<>();
    columns.forEach(
        (name, its) ->
            tables.put(name, new Table(name, its, Optional.ofNullable(numbered.get(name)))));
    return tables;
  }

  static List<ForeignKey> foreignKeys(Connection connection) throws SQLException {
    List<ForeignKey> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(FOREIGN_KEYS)) {
      while (rs.next()) {
        keys.add(
            new ForeignKey(rs.getString("t"), rs.getString("name"), rs.getString("definition")));
      }
    }
    return keys;
  }

  /** The first column of the first row, as text; null: there is none, or it is null. */
  static @Nullable String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      return rs.next() ? rs.getString(1) : null;
    }
  }

  /**
   * Begins a transaction in which nobody else touches the tables. Whoever is at work there may hold
   * one and want another: then one of us gives way.
   */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    for (int attempt = 1; ; attempt++) {
      try {
        String all =
            tables(connection).keySet().stream()
                .map(Catalog::quote)
                .collect(Collectors.joining(","));
        if (!all.isEmpty()) {
          run(connection, "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(all));
        }
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (attempt == ATTEMPTS || !DEADLOCK.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /** Removes all there is, but for what extensions brought. */
  static void dropAll(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(ALL)) {
      while (rs.next()) {
        statements.add(rs.getString(1));
      }
    }
    for (String sql : statements) {
      run(connection, sql);
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A name as SQL wants it. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
