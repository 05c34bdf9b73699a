package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Targets that are known to exist, so that their pings may be answered before they are applied:
 * those that were pinged, and the checks of the {@link Census}. Outlives connections: what existed
 * most likely still does, and if not, the ping is listed.
 */
final class KnownTargets {

  private final Recent<Object, Boolean> seen;
  private final Census census = new Census();

  KnownTargets(int bound) {
    this.seen = new Recent<>(bound);
  }

  boolean contains(Target target) {
    return seen.contains(key(target)) || census.has(target);
  }

  /** Whether no check has this target, nor could have had it a few seconds ago. */
  boolean rulesOut(Target target) {
    return !seen.contains(key(target)) && census.rulesOut(target);
  }

  Census census() {
    return census;
  }

  void add(Target target) {
    seen.put(key(target), true);
  }

  void remove(Target target) {
    seen.remove(key(target));
    census.remove(target);
  }

  /**
   * Takes note of what became of a batch; {@code exceptions}: all that were not simply recorded.
   */
  void learn(List<Entry> entries, List<Settled> exceptions) {
    Map<Long, Applied> results = new HashMap<>();
    exceptions.forEach(one -> results.put(one.position(), one.result()));
    for (Entry entry : entries) {
      Target target = entry.ping().target();
      switch (results.getOrDefault(entry.position(), Applied.RECORDED)) {
        case RECORDED, CREATED -> {
          if (!seen.contains(key(target))) {
            add(target);
          }
        }
        case NOT_FOUND -> remove(target);
        case AMBIGUOUS -> seen.remove(key(target)); // it may be one check's again any moment
        case QUARANTINED -> {}
      }
    }
  }

  private static Object key(Target target) {
    if (target instanceof Target.BySlug it) {
      return new Targets.Name(it.pingKey(), it.slug());
    }
    return ((Target.ByCode) target).code();
  }
}
