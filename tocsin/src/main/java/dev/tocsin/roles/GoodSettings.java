package dev.tocsin.roles;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.settings.Change;
import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a start: says in the audit table what settings it changed, and keeps them once the process
 * got ready with them.
 *
 * <p>Passive, and done once: somebody calls {@link #step} until then.
 */
final class GoodSettings {

  private static final Logger log = LoggerFactory.getLogger(GoodSettings.class);

  private final Settings settings;
  private final Role role;
  private final Build build;
  private final Db db;
  private final BooleanSupplier whole;
  private final SettingsHistory history;
  private boolean audited;
  private boolean ready;
  private boolean kept;
  private boolean complained;

  /**
   * @param db stays the caller's to close
   * @param whole whether the process is all there and does its work; may block
   */
  GoodSettings(Settings settings, Role role, Build build, Db db, BooleanSupplier whole) {
    this.settings = settings;
    this.role = role;
    this.build = build;
    this.db = db;
    this.whole = whole;
    this.history = new SettingsHistory(settings.get(Keys.DATA_DIR));
  }

  /** Goes on with what is left to do. */
  void step() {
    if (kept) {
      return;
    }
    try {
      if (!audited) {
        audited = audit();
      }
      boolean was = ready;
      ready = whole.getAsBoolean();
      if (audited && ready && was) { // at two looks: not merely before a part said what it lacks
        history.keep(settings, role, build.version(), Instant.now());
        kept = true;
      }
    } catch (DbException e) {
      log.debug("the change of settings is not noted yet: {}", e.getMessage()); // tried again
    } catch (IOException e) {
      if (!complained) {
        log.warn("the settings that work cannot be kept, so no rollback leads to them", e);
        complained = true;
      }
    }
  }

  private boolean audit() throws IOException {
    List<KeptSettings> before = history.of(role);
    List<Change> changes = before.isEmpty() ? List.of() : before.get(0).changes(settings);
    if (!changes.isEmpty()) {
      Map<String, List<String>> pairs = new LinkedHashMap<>();
      List<String> words = new ArrayList<>();
      for (Change change : changes) {
        pairs.put(change.name(), List.of(change.was(), change.is()));
        words.add(change.toString());
      }
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("role", role.command());
      detail.put("node", Sections.nodeName(settings));
      detail.put("version", build.version());
      detail.put("changes", pairs);
      db.transaction(
          "noting a change of settings",
          tx -> {
            Audit.note(tx, null, "start", "settings.change", detail);
            return true;
          });
      log.info("settings changed since the last good start: {}", String.join("; ", words));
    }
    return true;
  }
}
