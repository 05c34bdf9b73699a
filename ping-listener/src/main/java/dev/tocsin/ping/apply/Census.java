package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Target;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which checks there are, as far as the database was read: who has to refuse a ping wants to know
 * whether it could have been a check's. A code that was never read belongs to no check that anybody
 * waits for: one that was made since then has no deadline before its first ping. Of slugs, which
 * change at any time, only the ping key is told. Thread-safe.
 */
final class Census {

  /** More checks than this are not counted: 32 bytes each while the table grows. */
  static final int MOST_CHECKS = 2_000_000;

  /** More ping keys than this are not kept, about 100 bytes each. */
  static final int MOST_KEYS = 50_000;

  private Fingerprints codes = new Fingerprints();
  private Fingerprints counting = codes;
  private boolean complete;
  private Set<String> pingKeys = Set.of();
  private boolean allKeys;

  /** Whether there is such a check, or was a moment ago. */
  synchronized boolean has(Target target) {
    return target instanceof Target.ByCode it && codes.contains(it.code());
  }

  /** Whether there is surely none, nor one to be made. */
  synchronized boolean rulesOut(Target target) {
    if (target instanceof Target.BySlug it) {
      return allKeys && !pingKeys.contains(it.pingKey());
    }
    return complete && !codes.contains(((Target.ByCode) target).code());
  }

  /** The check of this target was not found: it was deleted. */
  synchronized void remove(Target target) {
    if (target instanceof Target.ByCode it) {
      codes.remove(it.code());
      counting.remove(it.code());
    }
  }

  /** Checks that are counted. */
  synchronized int size() {
    return codes.size();
  }

  /**
   * All checks are about to be read again, from the first one on; the old count is good till then.
   */
  synchronized void recount() {
    counting = complete ? new Fingerprints() : codes;
  }

  /** These checks were read. Returns false if there are more than can be counted. */
  synchronized boolean add(List<UUID> found) {
    if (counting.size() + found.size() > MOST_CHECKS) {
      return false;
    }
    found.forEach(counting::add);
    return true;
  }

  /**
   * The last page was read.
   *
   * @param whole whether all that there are were counted
   */
  synchronized void counted(boolean whole) {
    codes = counting;
    complete = whole;
  }

  /** All ping keys there are, unless they are more than {@link #MOST_KEYS}. */
  synchronized void keys(Set<String> all) {
    allKeys = all.size() <= MOST_KEYS;
    pingKeys = allKeys ? Set.copyOf(all) : Set.of();
  }
}
