package dev.tocsin.dashboard.checks;

import dev.tocsin.store.CheckSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The settings as columns: to write them, and to say which ones changed. */
public final class SettingsColumns {

  private SettingsColumns() {}

  /** Column to value, in a fixed order. */
  static Map<String, Object> of(CheckSettings set) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("name", set.name());
    columns.put("slug", set.slug());
    columns.put("tags", set.tags());
    columns.put("description", set.description());
    columns.put("kind", set.kind());
    columns.put("timeout", set.timeout());
    columns.put("grace", set.grace());
    columns.put("schedule", set.schedule());
    columns.put("tz", set.tz());
    columns.put("manual_resume", set.manualResume());
    columns.put("post_only", set.postOnly());
    columns.put("filter_subject", set.filterSubject());
    columns.put("filter_body", set.filterBody());
    columns.put("filter_http_body", set.filterHttpBody());
    columns.put("filter_default_fail", set.filterDefaultFail());
    columns.put("start_kw", set.startWords());
    columns.put("success_kw", set.successWords());
    columns.put("failure_kw", set.failureWords());
    columns.put("max_runtime", set.policy().maxRuntimeOrZero());
    columns.put("min_runtime", set.policy().minRuntimeOrZero());
    columns.put("early", set.policy().early());
    columns.put("failures_before_down", set.policy().failuresBeforeDown());
    columns.put("successes_before_up", set.policy().successesBeforeUp());
    columns.put("overlapping", set.policy().overlapping());
    columns.put("keep_alive", set.policy().keepAlive());
    columns.put("blind_policy", set.policy().blind().word());
    columns.put("assertions", set.assertions().text());
    return columns;
  }

  /** Column to old and new value, of the columns that differ. */
  static Map<String, Change> diff(CheckSettings was, CheckSettings is) {
    Map<String, Change> changes = new LinkedHashMap<>();
    Map<String, Object> after = of(is);
    of(was)
        .forEach(
            (column, old) -> {
              Object now = Objects.requireNonNull(after.get(column));
              if (!old.equals(now)) {
                changes.put(column, new Change(old, now));
              }
            });
    return changes;
  }

  /**
   * Before and after: texts, numbers, truth values, {@link java.time.Duration}s, lists of texts.
   */
  public record Change(Object from, Object to) {}
}
