package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keys, looked up by their SHA-256: what is stored opens nothing. */
final class ApiKeys {

  /** Every key has so many characters. */
  static final int LENGTH = 32;

  private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

  private final Db db;
  private final Map<Long, Long> lastNoted = new ConcurrentHashMap<>(); // as many as there are keys

  ApiKeys(Db db) {
    this.db = db;
  }

  /**
   * One look-up in one unique index, with every request: a key that was revoked, or whose time is
   * over, is nobody's key at once and in every process.
   */
  Optional<ApiKey> find(String key) {
    return db.first(
        "looking up an API key",
        """
        SELECT k.id, k.project_id, k.account_id, a.email, a.operator, k.read_only, k.scopes, k.two_step,
               k.hint, k.expires_at
          FROM api_keys k LEFT JOIN accounts a ON a.id = k.account_id
         WHERE k.hash = ? AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
        """,
        ApiKeys::key,
        sha256(key));
  }

  private static ApiKey key(Row row) throws SQLException {
    Long project = row.numberOrNull("project_id");
    Long account = row.numberOrNull("account_id");
    return new ApiKey(
        row.number("id"),
        project == null ? ApiKey.NONE : project,
        account == null ? null : new Account(account, row.string("email")),
        new Rights(
            row.flag("read_only"),
            Rights.scopes(row.strings("scopes")).orElse(Set.of()),
            row.instantOrNull("expires_at")),
        row.flag("two_step"),
        row.flag("operator"),
        row.string("hint"));
  }

  /** Whether the use of a key is to be noted now; at most once a minute it is. */
  boolean dueForNote(ApiKey key) {
    long now = System.nanoTime();
    Long noted = lastNoted.get(key.id());
    if (noted != null && now - noted < NOTE_EVERY.toNanos()) {
      return false;
    }
    lastNoted.put(key.id(), now);
    return true;
  }

  /**
   * Notes that a key is in use. Other processes do so too: the guard keeps it rare all the same.
   */
  void noteUse(ApiKey key) {
    db.update(
        "noting the use of API key " + key.id(),
        """
        UPDATE api_keys SET used_at = now()
         WHERE id = ? AND (used_at IS NULL OR used_at < now() - ?)
        """,
        key.id(),
        NOTE_EVERY);
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
