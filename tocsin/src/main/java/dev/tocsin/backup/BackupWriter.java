package dev.tocsin.backup;

import dev.tocsin.backup.BackupException.Kind;
import dev.tocsin.store.RestoreMark;
import dev.tocsin.store.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes a backup: all tables as of one moment, in one read-only transaction, while everything
 * runs. It takes no lock but those against changes of the schema, and a few kilobytes of memory.
 */
public final class BackupWriter {

  /** Rows of processes that run: of no use to others, and a backup may be brought back anywhere. */
  private static final Set<String> NEVER = Set.of(Schema.HISTORY, "processes");

  /** The same text whatever the server or its role is set to. */
  private static final String PLAIN =
      """
      SET LOCAL DateStyle = 'ISO, YMD';
      SET LOCAL IntervalStyle = 'postgres';
      SET LOCAL TimeZone = 'UTC';
      SET LOCAL extra_float_digits = 1;
      SET LOCAL bytea_output = 'hex'
      """;

  private final Content content;
  private final Consumer<String> progress;

  /**
   * What is to be in it.
   *
   * @param program version of this program
   * @param key fingerprint of the secret key in use; empty: not known here
   * @param sealedKey the key itself, if it is to be in it
   * @param without {@link Manifest#PINGS}, {@link Manifest#BODIES}
   */
  public record Content(
      String program, Optional<String> key, Optional<SealedKey> sealedKey, Set<String> without) {}

  /**
   * @param progress told a line for each table
   */
  public BackupWriter(Content content, Consumer<String> progress) {
    this.content = content;
    this.progress = progress;
  }

  /** Writes it; the stream stays open. */
  public Manifest write(DataSource database, OutputStream out) throws BackupException {
    Optional<String> schema = Schema.version(database);
    if (schema.isEmpty()) {
      throw new BackupException(Kind.REFUSED, "there is nothing to back up: the database is empty");
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(true);
      if (Catalog.one(connection, "SELECT to_regclass('" + RestoreMark.TABLE + "')") != null) {
        throw new BackupException(Kind.REFUSED, "a restore of this database did not finish");
      }
      List<Catalog.Table> tables =
          Catalog.tables(connection).values().stream()
              .filter(table -> !NEVER.contains(table.name()))
              .toList();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try {
        return write(connection, schema.get(), tables, out);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new BackupException(Kind.DATABASE, "the database cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BackupException(Kind.FILE, "it cannot be written: " + e.getMessage(), e);
    }
  }

  private Manifest write(
      Connection connection, String schema, List<Catalog.Table> tables, OutputStream out)
      throws SQLException, IOException {
    // The locks first: the snapshot is taken by the statement after it, and no migration that came
    // between could be seen half.
    Catalog.run(
        connection,
        tables.stream()
            .map(table -> Catalog.quote(table.name()))
            .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE")));
    Catalog.run(connection, PLAIN);
    String at = one(connection, "SELECT to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    String installation = one(connection, "SELECT id FROM installation");
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    List<Manifest.Table> written = new ArrayList<>();
    for (Catalog.Table table : tables) {
      written.add(write(connection, copies, table, zip));
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            content.program(),
            schema,
            UUID.fromString(installation),
            at,
            content.key().orElse(null),
            content.sealedKey().orElse(null),
            content.without().stream().sorted().toList(),
            written);
    zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
    zip.write(manifest.toBytes());
    zip.closeEntry();
    zip.finish();
    zip.flush();
    return manifest;
  }

  private Manifest.Table write(
      Connection connection, CopyManager copies, Catalog.Table table, ZipOutputStream zip)
      throws SQLException, IOException {
    MessageDigest sha256 = sha256();
    zip.putNextEntry(new ZipEntry("tables/" + table.name() + ".copy"));
    Counted counted = new Counted(new DigestOutputStream(zip, sha256));
    long rows = copies.copyOut(select(table), counted);
    zip.closeEntry();
    if (rows > 0) {
      progress.accept("%s: %,d rows".formatted(table.name(), rows));
    }
    return new Manifest.Table(
        table.name(),
        table.columns(),
        rows,
        counted.bytes,
        HexFormat.of().formatHex(sha256.digest()),
        table.identity().orElse(null),
        table.identity().isEmpty() ? null : next(connection, table));
  }

  private String select(Catalog.Table table) {
    boolean pings = table.name().equals("pings");
    String columns =
        table.columns().stream()
            .map(
                column ->
                    pings && column.equals("body") && content.without().contains(Manifest.BODIES)
                        ? "NULL"
                        : Catalog.quote(column))
            .collect(Collectors.joining(", "));
    String none = pings && content.without().contains(Manifest.PINGS) ? " WHERE false" : "";
    return "COPY (SELECT %s FROM %s%s) TO STDOUT"
        .formatted(columns, Catalog.quote(table.name()), none);
  }

  /** Sequences know no snapshots: one that has gone on meanwhile leaves a gap, and no more. */
  private static Long next(Connection connection, Catalog.Table table) throws SQLException {
    String sequence =
        one(
            connection,
            "SELECT pg_get_serial_sequence('%s', '%s')"
                .formatted(Catalog.quote(table.name()), table.identity().orElseThrow()));
    return Long.valueOf(
        one(
            connection,
            "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM " + sequence));
  }

  private static String one(Connection connection, String sql) throws SQLException {
    return Objects.requireNonNull(Catalog.one(connection, sql), sql);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Counts what goes through. */
  private static final class Counted extends OutputStream {

    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      bytes++;
    }

    @Override
    public void write(byte @Nullable [] from, int offset, int length) throws IOException {
      out.write(Objects.requireNonNull(from), offset, length);
      bytes += length;
    }
  }
}
