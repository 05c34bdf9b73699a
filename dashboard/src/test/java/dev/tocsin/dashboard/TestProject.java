package dev.tocsin.dashboard;

import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A project with a key of each kind, and rows that other parts of the program would write. */
@NullMarked
public record TestProject(Db db, long id, String writeKey, String readKey) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  public static TestProject in(Db db) {
    int number = COUNT.incrementAndGet();
    long id =
        db.first(
                "making a project",
                "INSERT INTO projects (name, ping_key, check_limit) VALUES (?, ?, 100) RETURNING id",
                row -> row.number("id"),
                "p" + number,
                "ping-key-" + number)
            .orElseThrow();
    TestProject project =
        new TestProject(db, id, "hcw_%028d".formatted(number), "hcr_%028d".formatted(number));
    project.addKey(project.writeKey(), false);
    project.addKey(project.readKey(), true);
    return project;
  }

  private void addKey(String key, boolean readOnly) {
    db.update(
        "making a key",
        "INSERT INTO api_keys (project_id, read_only, hash, hint) VALUES (?, ?, ?, ?)",
        id,
        readOnly,
        sha256(key),
        key.substring(key.length() - 4));
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its UUID. */
  public UUID code() {
    return db.first(
            "reading a project",
            "SELECT code FROM projects WHERE id = ?",
            row -> row.uuid("code"),
            id)
        .orElseThrow();
  }

  /** How many checks it may have. */
  public void limit(int checks) {
    db.update("setting a limit", "UPDATE projects SET check_limit = ? WHERE id = ?", checks, id);
  }

  public UUID channel(String name) {
    return db.first(
            "making a channel",
            """
            INSERT INTO channels (project_id, kind, name, settings)
            VALUES (?, 'webhook', ?, '\\x00') RETURNING code
            """,
            row -> row.uuid("code"),
            id,
            name)
        .orElseThrow();
  }

  /** Incidents of all flips there are, as fan-out would have opened and closed them. */
  public void incidents() {
    incidents(db);
  }

  /** The same for a whole database. */
  public static void incidents(Db db) {
    db.update(
        "opening and closing incidents",
        """
        INSERT INTO incidents (project_id, check_id, flip_id, opened_at, reason, closed_at, closed_by,
                               told_at)
        SELECT c.project_id, f.check_id, f.id, f.at, f.reason, e.at, e.new_status, f.at
          FROM flips f JOIN checks c ON c.id = f.check_id
          LEFT JOIN LATERAL (
            SELECT at, new_status FROM flips e WHERE e.check_id = f.check_id
               AND (e.at, e.id) > (f.at, f.id) ORDER BY e.at, e.id LIMIT 1) e ON true
         WHERE f.new_status = 'down'
        ON CONFLICT DO NOTHING
        """);
  }

  public long checkId(UUID code) {
    return one("SELECT id AS v FROM checks WHERE code = ?", code);
  }

  /** The only value of a query, a number that it calls {@code v}. */
  public long one(String sql, @Nullable Object... parameters) {
    return db.first("reading a number", sql, row -> row.number("v"), parameters).orElseThrow();
  }

  /** Writes a ping to the log, and its number to the check. */
  public void ping(UUID code, long n, String kind, Instant at, @Nullable UUID rid, String body) {
    db.update(
        "writing a ping",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua, rid, body)
        VALUES (?, ?, ?, ?, 'https', 'POST', '198.51.100.7', 'curl/8.5.0', ?, ?)
        """,
        checkId(code),
        n,
        at,
        kind,
        rid,
        body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8));
    db.update(
        "counting a ping",
        "UPDATE check_state SET n_pings = greatest(n_pings, ?) WHERE check_id = ?",
        n,
        checkId(code));
  }

  /** Sets the columns of a check's state, as SQL says. */
  public void state(UUID code, String assignments, @Nullable Object... values) {
    db.update(
        "setting a state",
        "UPDATE check_state SET %s WHERE check_id = %d".formatted(assignments, checkId(code)),
        values);
  }
}
