package dev.tocsin.backup;

import dev.tocsin.store.SecretBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A database with rows in each table, and what is hard to write down in them. */
public final class EveryTable {

  /** The secret key that its secrets are sealed with. */
  public static final SecretBox SECRETS = new SecretBox(new byte[SecretBox.KEY_BYTES]);

  private EveryTable() {}

  /** Fills a database with our schema and nothing else. */
  public static void fill(DataSource database) throws SQLException {
    String sealed =
        HexFormat.of()
            .formatHex(SECRETS.seal("{\"url\": \"http://hook\"}".getBytes(StandardCharsets.UTF_8)));
    try (Connection connection = database.getConnection();
        InputStream sql = EveryTable.class.getResourceAsStream("every-table.sql")) {
      connection.setAutoCommit(true);
      String text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
      Catalog.run(connection, text.replace(":'sealed'", "'\\x" + sealed + "'::bytea"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A digest of the rows of each table, whatever their order. */
  static Map<String, String> digests(DataSource database) throws SQLException {
    Map<String, String> digests = new TreeMap<>();
    try (Connection connection = database.getConnection()) {
      Catalog.run(connection, "SET TimeZone = 'UTC'");
      for (String table : List.copyOf(Catalog.tables(connection).keySet())) {
        String digest =
            Catalog.one(
                connection,
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) ORDER BY"
                    + " t::text)),"
                    + " '') FROM %s t".formatted(Catalog.quote(table)));
        digests.put(table, String.valueOf(digest));
      }
    }
    return digests;
  }
}
