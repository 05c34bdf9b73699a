package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Plan.Change;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.store.CheckSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A check's settings as members of the Management API, in the order in which people read them. What
 * a check keeps for another kind of schedule is left out: nobody sees it.
 */
final class Members {

  private Members() {}

  static Map<String, Object> of(CheckSettings set) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", set.name());
    members.put("slug", set.slug());
    members.put("tags", set.tags());
    members.put("desc", set.description());
    if (set.kind().equals("simple")) {
      members.put("timeout", set.timeout().toSeconds());
    } else {
      members.put("schedule", set.schedule());
    }
    if (!set.kind().equals("simple") || !set.tz().equals(CheckSettings.DEFAULTS.tz())) {
      members.put("tz", set.tz());
    }
    members.put("grace", set.grace().toSeconds());
    members.put("manual_resume", set.manualResume());
    members.put("methods", set.postOnly() ? "POST" : "");
    members.put("filter_subject", set.filterSubject());
    members.put("filter_body", set.filterBody());
    members.put("filter_http_body", set.filterHttpBody());
    members.put("filter_default_fail", set.filterDefaultFail());
    members.put("start_kw", set.startWords());
    members.put("success_kw", set.successWords());
    members.put("failure_kw", set.failureWords());
    putPolicy(members, set.policy());
    members.put("assertions", set.assertions().lines());
    return members;
  }

  private static void putPolicy(Map<String, Object> members, Policy policy) {
    members.put("max_runtime", policy.maxRuntimeOrZero().toSeconds());
    members.put("min_runtime", policy.minRuntimeOrZero().toSeconds());
    members.put("early_tolerance", policy.early().toSeconds());
    members.put("failures_before_down", policy.failuresBeforeDown());
    members.put("successes_before_up", policy.successesBeforeUp());
    members.put("overlapping_runs", policy.overlapping());
    members.put("keep_alive", policy.keepAlive());
    members.put("blind_policy", policy.blind().word());
  }

  /** The members that differ, those of {@code after} first. */
  static Map<String, Change> diff(Map<String, ?> before, Map<String, ?> after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    after.forEach((member, now) -> note(changes, member, before.get(member), now));
    for (String gone : new TreeSet<>(before.keySet())) {
      if (!after.containsKey(gone)) {
        note(changes, gone, before.get(gone), null);
      }
    }
    return changes;
  }

  private static void note(
      Map<String, Change> changes, String member, @Nullable Object was, @Nullable Object is) {
    if (!Objects.equals(was, is)) {
      changes.put(member, new Change(was, is));
    }
  }
}
