package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What really happened: every ping that was accepted, and every one that a job wanted to send. */
final class Truth {

  /**
   * What a job had to say.
   *
   * @param triedAt the first time
   */
  record Intent(long check, PingKind kind, Instant triedAt, List<Entry> heard) {}

  /**
   * How a ping was applied.
   *
   * @param when in the truth
   * @param others all other streams had surely delivered up to here
   */
  record Applied(Instant when, Instant others) {
    private static final Applied UNKNOWN = new Applied(Instant.MAX, Instant.MIN);
  }

  private final Map<Long, Entry> accepted = new TreeMap<>();
  private final Map<Long, Applied> applied = new HashMap<>();
  private final Map<Long, List<Intent>> intents = new TreeMap<>();
  private long ids;

  Entry accepted(long check, Instant now, Instant at, PingKind kind, @Nullable RunId run) {
    Entry entry = new Entry(++ids, check, now, at, kind, run);
    accepted.put(entry.id(), entry);
    return entry;
  }

  void applied(long entry, Applied how) {
    applied.put(entry, how);
  }

  Intent intent(long check, PingKind kind, Instant at) {
    Intent intent = new Intent(check, kind, at, new ArrayList<>(1));
    intents.computeIfAbsent(check, id -> new ArrayList<>()).add(intent);
    return intent;
  }

  Map<Long, Entry> accepted() {
    return accepted;
  }

  /** How a ping was applied; of an unknown one, nothing is sure. */
  Applied applied(long entry) {
    return applied.getOrDefault(entry, Applied.UNKNOWN);
  }

  /** What the job of a check wanted to say, in order. */
  List<Intent> intents(long check) {
    return intents.getOrDefault(check, List.of());
  }
}
