package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Target;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which checks there are, as far as the database was read: who has to refuse a ping wants to know
 * whether it could have been a check's. A code or slug that was never read belongs to no check that
 * anybody waits for: one that was made since then has no deadline before its first ping, and of the
 * slugs that are edited it hears within half a minute. Thread-safe.
 */
final class Census {

  /** More checks than this are not counted: 64 bytes each, with a slug, while the tables grow. */
  static final int MOST_CHECKS = 2_000_000;

  /** More ping keys than this are not kept, about 100 bytes each. */
  static final int MOST_KEYS = 50_000;

  /**
   * A check as it was read.
   *
   * @param project its id
   * @param slug empty: it has none
   */
  record Found(UUID code, long project, String slug) {}

  /**
   * What is worth keeping over a restart.
   *
   * @param codes as {@link Fingerprints#prints} gives them, and so are the slugs
   * @param pingKeys the ids of projects by their keys
   */
  record Known(long[] codes, long[] slugs, Map<String, Long> pingKeys) {}

  /** Codes and slugs of the checks that were read. */
  private record Count(Fingerprints codes, Fingerprints slugs) {

    Count() {
      this(new Fingerprints(), new Fingerprints());
    }

    void add(Found check) {
      codes.add(check.code());
      addSlug(check);
    }

    void addSlug(Found check) {
      if (!check.slug().isEmpty()) {
        slugs.add(print(check.project(), check.slug()));
      }
    }
  }

  private Count count = new Count();
  private Count counting = count;
  private boolean complete;
  private boolean remembered;
  private long changes;
  private Map<String, Long> pingKeys = Map.of();
  private boolean allKeys;

  /** Whether there is such a check, or was a moment ago. */
  synchronized boolean has(Target target) {
    if (target instanceof Target.BySlug it) {
      Long project = pingKeys.get(it.pingKey());
      return project != null && count.slugs.contains(print(project, it.slug()));
    }
    return count.codes.contains(((Target.ByCode) target).code());
  }

  /**
   * Whether there is surely none. That {@code create=1} would make one is no matter: nobody has
   * waited for it so far.
   */
  synchronized boolean rulesOut(Target target) {
    if (target instanceof Target.BySlug it) {
      return allKeys && (!pingKeys.containsKey(it.pingKey()) || (complete && !has(it)));
    }
    return complete && !has(target);
  }

  /** The check of this target was not found: it was deleted, or has another slug. */
  synchronized void remove(Target target) {
    if (target instanceof Target.ByCode it) {
      note(count.codes.remove(it.code()));
      note(counting.codes.remove(it.code()));
    } else if (target instanceof Target.BySlug it) {
      Long project = pingKeys.get(it.pingKey());
      if (project != null) {
        UUID print = print(project, it.slug());
        note(count.slugs.remove(print));
        note(counting.slugs.remove(print));
      }
    }
  }

  private void note(boolean changed) {
    changes += changed ? 1 : 0;
  }

  /** Checks that are counted. */
  synchronized int size() {
    return count.codes.size();
  }

  /**
   * All checks are about to be read again, from the first one on; the old count is good till then.
   */
  synchronized void recount() {
    counting = complete || remembered ? new Count() : count;
  }

  /** What was known when it was kept: good until all was read, and it rules nothing out. */
  synchronized void remember(Known known) {
    for (long print : known.codes()) {
      count.codes.addPrint(print);
    }
    for (long print : known.slugs()) {
      count.slugs.addPrint(print);
    }
    pingKeys = Map.copyOf(known.pingKeys());
    remembered = true;
  }

  /** What is known now, to be kept. */
  synchronized Known known() {
    return new Known(count.codes.prints(), count.slugs.prints(), pingKeys);
  }

  /** Grows with whatever is learned: what is the same needs not to be kept again. */
  synchronized long changes() {
    return changes;
  }

  /** These checks were read. Returns false if there are more than can be counted. */
  synchronized boolean add(List<Found> found) {
    if (counting.codes.size() + found.size() > MOST_CHECKS) {
      return false;
    }
    found.forEach(counting::add);
    changes += found.size();
    return true;
  }

  /** These checks were edited, and may have another slug. */
  synchronized void edited(List<Found> found) {
    found.forEach(count::addSlug);
    found.forEach(counting::addSlug); // the same, unless all are just being read
    changes += found.size();
  }

  /**
   * The last page was read.
   *
   * @param whole whether all that there are were counted
   */
  synchronized void counted(boolean whole) {
    count = counting;
    complete = whole;
    remembered = false;
  }

  /** The ids of all projects, by ping key, unless they are more than {@link #MOST_KEYS}. */
  synchronized void keys(Map<String, Long> all) {
    allKeys = all.size() <= MOST_KEYS;
    Map<String, Long> were = pingKeys;
    pingKeys = allKeys ? Map.copyOf(all) : Map.of();
    note(!were.equals(pingKeys));
  }

  /** A slug in its project, as something that is counted like a code. */
  private static UUID print(long project, String slug) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (int i = 0; i < slug.length(); i++) {
      hash = (hash ^ slug.charAt(i)) * 0x100000001B3L;
    }
    return new UUID(hash, project);
  }
}
