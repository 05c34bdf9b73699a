package dev.tocsin.dashboard.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who did what to a check: one row per change, in the transaction of the change. */
final class Audit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Audit() {}

  /**
   * Writes a row.
   *
   * @param action for example {@code check.pause}
   * @param changes what changed, as old and new value; may be empty
   */
  static void note(
      Tx tx, String actor, String action, StoredCheck check, Map<String, Change> changes) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("check", check.code().toString());
    detail.put("name", check.settings().name());
    if (!changes.isEmpty()) {
      Map<String, Object> plain = new LinkedHashMap<>();
      changes.forEach((what, c) -> plain.put(what, List.of(plain(c.from()), plain(c.to()))));
      detail.put("changes", plain);
    }
    tx.update(
        "noting " + action,
        "INSERT INTO audit (project_id, actor, action, detail) VALUES (?, ?, ?, ?::jsonb)",
        check.projectId(),
        actor,
        action,
        text(detail));
  }

  private static Object plain(Object value) {
    return value instanceof Duration duration ? duration.toSeconds() : value;
  }

  private static String text(Map<String, Object> detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text, numbers and lists always become JSON", e);
    }
  }
}
