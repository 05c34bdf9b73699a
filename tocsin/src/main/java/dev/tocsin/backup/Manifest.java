package dev.tocsin.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself: {@code manifest.json}, its last entry.
 *
 * @param format of the file; this program reads {@value #FORMAT}
 * @param madeBy the program's version, for people
 * @param schema the version of the database's schema
 * @param installation which installation it is of: journals belong to one
 * @param snapshotAt everything committed by then is in it, by the database's clock
 * @param key the fingerprint of the secret key that its secrets were sealed with; null: not known
 * @param sealedKey that key itself, under a passphrase; null: it is not in it
 * @param without what was left out: {@code pings}, {@code bodies}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    @JsonProperty(required = true) int format,
    @JsonProperty(value = "made_by", required = true) String madeBy,
    @JsonProperty(required = true) String schema,
    @JsonProperty(required = true) UUID installation,
    @JsonProperty(value = "snapshot_at", required = true) String snapshotAt,
    @Nullable String key,
    @JsonProperty("sealed_key") @Nullable SealedKey sealedKey,
    @JsonProperty(required = true) List<String> without,
    @JsonProperty(required = true) List<Table> tables) {

  /** The only format there is. */
  public static final int FORMAT = 1;

  /** Left out: the log of pings. */
  public static final String PINGS = "pings";

  /** Left out: what jobs sent with their pings. */
  public static final String BODIES = "bodies";

  static final String ENTRY = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

  /** Names go into SQL and into the names of entries. */
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,3}");

  /**
   * A table in the file.
   *
   * @param columns in the order of the fields of its lines
   * @param bytes before they were compressed
   * @param sha256 of these bytes, in hexadecimal digits
   * @param identity its column that is numbered; null: none is
   * @param next the next number of that column
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Table(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) List<String> columns,
      @JsonProperty(required = true) long rows,
      @JsonProperty(required = true) long bytes,
      @JsonProperty(required = true) String sha256,
      @Nullable String identity,
      @Nullable Long next) {

    public Table {
      columns = List.copyOf(columns);
      require(NAME.matcher(name).matches(), "a table's name");
      require(!columns.isEmpty(), "columns of " + name);
      columns.forEach(it -> require(NAME.matcher(it).matches(), "a column's name in " + name));
      require(
          identity == null || (columns.contains(identity) && next != null), "numbers of " + name);
    }

    /** Where it is in the file. */
    String entry() {
      return "tables/" + name + ".copy";
    }
  }

  public Manifest {
    require(format == FORMAT, "format " + format + "; this program reads " + FORMAT);
    require(VERSION.matcher(schema).matches(), "the schema's version");
    Instant.parse(snapshotAt);
    without = List.copyOf(without);
    tables = List.copyOf(tables);
    long names = tables.stream().map(Table::name).distinct().count();
    require(names == tables.size(), "a table that is there twice");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }

  /** When it was. */
  public Instant snapshot() {
    return Instant.parse(snapshotAt);
  }

  /** Rows in all tables. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  byte[] toBytes() throws IOException {
    return PRETTY.writeValueAsBytes(this);
  }

  /** Throws if it is none, or not one of this format. */
  static Manifest of(byte[] json) throws IOException {
    return JSON.readValue(json, Manifest.class);
  }
}
