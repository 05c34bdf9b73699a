package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Ear;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** When nobody could hear, as the rows of the streams say at the end, and which runs were named. */
final class Blindness {

  /** How long clients go on trying. */
  private static final Duration RETRY = Duration.ofSeconds(60);

  private final Map<Long, List<Instant>> named = new HashMap<>();
  private BlindTimes blind = BlindTimes.NONE;

  /**
   * @param retired when streams had not been heard of that were given up then; some came back
   */
  void read(Db db, Collection<Interval> retired) {
    Map<UUID, List<Interval>> deaf = new HashMap<>();
    db.query(
            "reading when nodes were deaf",
            "SELECT d.stream_id, d.since, d.until FROM deaf_times d",
            row ->
                Map.entry(
                    row.uuid("stream_id"),
                    new Interval(row.instant("since"), row.instant("until"))))
        .forEach(e -> deaf.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    // In other words than the product's, which a missing protection may have rewritten.
    List<Ear> ears =
        db.query(
            "reading who listened",
            """
            SELECT s.id, s.node, s.opened_at, s.heard_through, s.closed_at, s.closed_why
              FROM streams s
            """,
            row ->
                new Ear(
                    row.string("node"),
                    row.instant("opened_at"),
                    row.instant("heard_through"),
                    row.instantOrNull("closed_at"),
                    !"stopped".equals(row.stringOrNull("closed_why")),
                    deaf.getOrDefault(row.uuid("id"), List.of())));
    List<Interval> times =
        new ArrayList<>(BlindTimes.of(ears, BlindTimes.FAILOVER_BLIND).intervals());
    times.addAll(retired);
    blind = BlindTimes.of(times);
    db.query(
            "reading what was named",
            "SELECT check_id, certain_at FROM unverified_runs ORDER BY certain_at",
            row -> Map.entry(row.number("check_id"), row.instant("certain_at")))
        .forEach(e -> named.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
  }

  List<Interval> intervals() {
    return blind.intervals();
  }

  /** Whether a run of a check was named at {@code due} or later; each is taken once. */
  boolean takeNamed(long check, Instant due) {
    List<Instant> times = named.getOrDefault(check, List.of());
    Optional<Instant> first = times.stream().filter(at -> !at.isBefore(due)).findFirst();
    return first.isPresent() && times.remove(first.get());
  }

  /** Until when a run must have been heard, missed or named; empty if no blind time is near it. */
  Optional<Instant> excusedUntil(Watched check, Instant since, Instant due) {
    Duration grace = check.rules().grace();
    Duration retry = grace.compareTo(RETRY) > 0 ? grace : RETRY;
    Instant end = due;
    boolean touched = false;
    for (Interval time : blind.endingAfter(since)) {
      if (time.since().isBefore(end)) {
        touched = true;
        Instant late = time.until().plus(retry);
        end = end.isBefore(late) ? late : end;
      }
    }
    return touched ? Optional.of(end) : Optional.empty();
  }

  /**
   * When a run that was taken for done is so at the earliest: the next one is expected from then.
   */
  Instant creditedAt(Watched check, Instant since, Instant due) {
    Instant expected = due.minus(check.rules().grace());
    return longBetween(since, due).stream()
        .map(Interval::until)
        .min(Comparator.naturalOrder())
        .filter(end -> end.isAfter(expected))
        .orElse(expected);
  }

  /** What is too long for clients to outlive. */
  List<Interval> longBetween(Instant since, Instant until) {
    return blind.endingAfter(since).stream()
        .filter(time -> time.since().isBefore(until) && time.length().compareTo(RETRY) > 0)
        .toList();
  }
}
