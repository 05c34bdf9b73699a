package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
  private final Set<Interval> retired = new LinkedHashSet<>();
  private final Set<Long> unawaited = new HashSet<>();
  private final Set<Long> lost = new HashSet<>();
  private long ids;

  Entry accepted(long check, Instant now, Instant at, PingKind kind, @Nullable RunId run) {
    Entry entry = new Entry(++ids, check, now, at, kind, run);
    accepted.put(entry.id(), entry);
    return entry;
  }

  void applied(long entry, Applied how) {
    applied.put(entry, how);
  }

  /**
   * A stream was given up, and its node had heard more: nobody waits for these any more. From
   * {@code since} until it was given up all is blind, whatever the rows say once it is back.
   */
  void retired(Interval blind, List<Entry> unawaited) {
    retired.add(blind);
    unawaited.forEach(entry -> this.unawaited.add(entry.id()));
  }

  /**
   * A node that nobody could know of had heard these: it was stopped in order, came back without
   * the database, and was late when all others had it again.
   */
  void unknown(List<Entry> entries) {
    entries.forEach(entry -> unawaited.add(entry.id()));
  }

  /** When streams had not been heard of that were given up then. */
  Set<Interval> retired() {
    return retired;
  }

  /** Whether nobody waited for a ping: its stream had been given up, or was not known. */
  boolean wasUnawaited(Entry entry) {
    return unawaited.contains(entry.id());
  }

  /** A node is gone for good, and its disk with it. */
  void lost(List<Entry> entries) {
    entries.forEach(entry -> lost.add(entry.id()));
    entries.forEach(entry -> unawaited.add(entry.id()));
  }

  boolean wasLost(Entry entry) {
    return lost.contains(entry.id());
  }

  int lost() {
    return lost.size();
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
