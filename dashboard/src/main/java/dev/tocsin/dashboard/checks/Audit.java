package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a change of a check looks like in the audit log. */
final class Audit {

  private Audit() {}

  /**
   * Writes a row.
   *
   * @param action for example {@code check.pause}
   * @param changes what changed, as old and new value; may be empty
   */
  static void note(
      Tx tx, String actor, String action, StoredCheck check, Map<String, Change> changes) {
    dev.tocsin.dashboard.people.Audit.note(
        tx,
        check.projectId(),
        actor,
        action,
        detail(check.code(), check.settings().name(), changes));
  }

  /** What a row says about a check. */
  static Map<String, Object> detail(UUID code, String name, Map<String, Change> changes) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("check", code.toString());
    detail.put("name", name);
    if (!changes.isEmpty()) {
      Map<String, Object> plain = new LinkedHashMap<>();
      changes.forEach((what, c) -> plain.put(what, List.of(plain(c.from()), plain(c.to()))));
      detail.put("changes", plain);
    }
    return detail;
  }

  private static Object plain(Object value) {
    return value instanceof Duration duration ? duration.toSeconds() : value;
  }
}
