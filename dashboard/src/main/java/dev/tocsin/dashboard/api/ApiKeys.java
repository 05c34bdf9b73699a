package dev.tocsin.dashboard.api;

import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

  Optional<ApiKey> find(String key) {
    return db.first(
        "looking up an API key",
        "SELECT id, project_id, read_only, hint FROM api_keys WHERE hash = ?",
        row ->
            new ApiKey(
                row.number("id"),
                row.number("project_id"),
                row.flag("read_only"),
                row.string("hint")),
        sha256(key));
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
