package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Map<Long, Entry> accepted = new TreeMap<>();
  private final Map<Long, Instant> others = new HashMap<>();
  private final Map<Long, List<Intent>> intents = new TreeMap<>();
  private final Set<Long> besideStranger = new HashSet<>();
  private long ids;

  Entry accepted(long check, Instant at, PingKind kind, @Nullable RunId run) {
    Entry entry = new Entry(++ids, check, at, kind, run);
    accepted.put(entry.id(), entry);
    return entry;
  }

  /** A ping was applied when all other open streams had surely delivered up to {@code through}. */
  void appliedWith(long entry, Instant through) {
    others.put(entry, through);
  }

  /** A ping was applied while a node held others that the database knew nothing of. */
  void appliedBesideStranger(long entry) {
    besideStranger.add(entry);
  }

  boolean wasAppliedBesideStranger(long entry) {
    return besideStranger.contains(entry);
  }

  Intent intent(long check, PingKind kind, Instant at) {
    Intent intent = new Intent(check, kind, at, new ArrayList<>(1));
    intents.computeIfAbsent(check, id -> new ArrayList<>()).add(intent);
    return intent;
  }

  Map<Long, Entry> accepted() {
    return accepted;
  }

  /** See {@link #appliedWith}. */
  Instant othersWhenApplied(long entry) {
    return others.getOrDefault(entry, Instant.MIN);
  }

  /** What the job of a check wanted to say, in order. */
  List<Intent> intents(long check) {
    return intents.getOrDefault(check, List.of());
  }
}
