package dev.tocsin.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is sealed in the database, and by which key. A change of the key is a walk over it, a
 * value at a time: it may be broken off, begun again, and done while everything runs.
 */
public final class SealedValues {

  private static final int PORTION = 500;

  private static final String UNIQUE_VIOLATION = "23505";

  /** Where it is. A test compares the list with the schema. */
  enum Column {
    CHANNELS("channels", "id", "settings"),
    SECOND_STEPS("totp", "account_id", "secret"),
    LETTERS("account_mail", "id", "letter"),
    SUBSCRIBERS("status_subscribers", "id", "target");

    final String table;
    final String id;
    final String name;

    Column(String table, String id, String name) {
      this.table = table;
      this.id = id;
      this.name = name;
    }
  }

  private record Value(long id, byte[] sealed) {}

  private final Db db;
  private final SecretBox secrets;

  public SealedValues(Db db, SecretBox secrets) {
    this.db = db;
    this.secrets = secrets;
  }

  /** How many values take another key than the current one, by how its fingerprint begins. */
  public Map<String, Integer> others() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Column column : Column.values()) {
      db.query(
              "counting what is sealed with other keys",
              """
              SELECT encode(substring(%2$s FROM 2 FOR 4), 'hex') AS key, count(*) AS n
                FROM %1$s WHERE substring(%2$s FROM 1 FOR 5) <> ? GROUP BY 1
              """
                  .formatted(column.table, column.name),
              row -> Map.entry(row.string("key") + "…", row.integer("n")),
              secrets.prefix())
          .forEach(one -> counts.merge(one.getKey(), one.getValue(), Integer::sum));
    }
    return counts;
  }

  /** How many accounts have codes for the day on which the device is lost, of another key. */
  public int recoveryCodes() {
    return db.first(
            "counting recovery codes of other keys",
            """
            SELECT count(DISTINCT account_id) AS n FROM recovery_codes
             WHERE used_at IS NULL AND key <> ?
            """,
            row -> row.integer("n"),
            secrets.fingerprint())
        .orElse(0);
  }

  /** Seals everything with the current key that can be read; returns how many values that were. */
  public int rotate() {
    int sealed = 0;
    for (Column column : Column.values()) {
      long after = Long.MIN_VALUE;
      List<Value> portion = next(column, after);
      while (!portion.isEmpty()) {
        for (Value value : portion) {
          sealed += secrets.reads(value.sealed) ? seal(column, value) : 0;
        }
        after = portion.get(portion.size() - 1).id;
        portion = next(column, after);
      }
    }
    return sealed;
  }

  private List<Value> next(Column column, long after) {
    return db.query(
        "reading what is sealed with other keys",
        """
        SELECT %2$s AS id, %3$s AS sealed FROM %1$s
         WHERE %2$s > ? AND substring(%3$s FROM 1 FOR 5) <> ? ORDER BY %2$s LIMIT %4$d
        """
            .formatted(column.table, column.id, column.name, PORTION),
        row -> new Value(row.number("id"), row.bytes("sealed")),
        after,
        secrets.prefix());
  }

  /** Only if nobody has changed it meanwhile: whoever does seals with a key of these days. */
  private int seal(Column column, Value value) {
    byte[] plain = secrets.open(value.sealed);
    if (column == Column.SUBSCRIBERS) {
      return subscriber(value, plain);
    }
    return db.update(
        "sealing %s %d".formatted(column.table, value.id),
        "UPDATE %1$s SET %3$s = ? WHERE %2$s = ? AND %3$s = ?"
            .formatted(column.table, column.id, column.name),
        secrets.seal(plain),
        value.id,
        value.sealed);
  }

  /** They are found by a MAC: of two with the same address one came while the key was changed. */
  private int subscriber(Value value, byte[] plain) {
    String target = new String(plain, StandardCharsets.UTF_8);
    SubscriberPrint prints = new SubscriberPrint(secrets);
    try {
      return db.update(
          "sealing subscriber %d".formatted(value.id),
          """
          UPDATE status_subscribers
             SET target = ?, fingerprint = CASE kind WHEN 'email' THEN ?::bytea ELSE ? END
           WHERE id = ? AND target = ?
          """,
          secrets.seal(plain),
          prints.of("email", target),
          prints.of("webhook", target),
          value.id,
          value.sealed);
    } catch (DbException e) {
      if (!e.sqlState().equals(UNIQUE_VIOLATION)) {
        throw e;
      }
      return db.update(
          "removing a subscriber that is there twice",
          "DELETE FROM status_subscribers WHERE id = ? AND target = ?",
          value.id,
          value.sealed);
    }
  }
}
