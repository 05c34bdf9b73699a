package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.LoggedFlip;
import dev.tocsin.dashboard.history.Past;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of checks in the last 90 days. The flips of a check are read again only when it has a
 * new one: pages are made anew every few seconds, and most checks do nothing.
 */
final class Pasts {

  private static final Duration WINDOW = Duration.ofDays(Bars.DAYS + 1L);

  /** More flips than that, and what is known of the check begins later. */
  private static final int MOST_FLIPS = 400;

  /** Flips of a check as they were when this one was its last. */
  private record Kept(@Nullable Flip last, Instant createdAt, List<Flip> flips) {}

  private final Db db;
  private final Map<Long, Kept> kept = new HashMap<>();
  private final Set<Long> used = new HashSet<>();

  Pasts(Db db) {
    this.db = db;
  }

  /** The bars of checks, by their ids. */
  Map<Long, Bars> bars(List<Shown> checks, Instant asOf) {
    return db.transaction("reading the past of a status page", tx -> bars(tx, checks, asOf));
  }

  /** Forgets checks that nobody asked for since the last time. */
  void sweep() {
    kept.keySet().retainAll(used);
    used.clear();
  }

  private Map<Long, Bars> bars(Tx tx, List<Shown> checks, Instant asOf) {
    List<Long> ids = checks.stream().map(Shown::id).toList();
    used.addAll(ids);
    read(tx, checks.stream().filter(this::isUnknown).toList(), asOf);
    BlindTimes blind = blind(tx, asOf);
    Map<Long, List<Instant>> unverified = unverified(tx, ids, asOf);
    Map<Long, Bars> bars = new HashMap<>();
    for (Shown check : checks) {
      Kept known = Objects.requireNonNull(kept.get(check.id()));
      Past past = Past.of(known.flips(), known.createdAt(), check.check().state().status(), asOf);
      bars.put(
          check.id(), Bars.of(past, blind, unverified.getOrDefault(check.id(), List.of()), asOf));
    }
    return bars;
  }

  private boolean isUnknown(Shown check) {
    Kept known = kept.get(check.id());
    return known == null || !Objects.equals(known.last(), check.lastFlip());
  }

  private void read(Tx tx, List<Shown> checks, Instant asOf) {
    if (checks.isEmpty()) {
      return;
    }
    Map<Long, List<Flip>> flips = new HashMap<>();
    record Of(long check, LoggedFlip flip) {}
    List<Long> ids = checks.stream().map(Shown::id).toList();
    tx.query(
            "reading flips for a status page",
            """
            SELECT f.check_id, f.id, f.at, f.old_status, f.new_status, f.reason
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT * FROM flips WHERE check_id = c.id AND at > ?
                    ORDER BY at DESC, id DESC LIMIT ?) f
             ORDER BY f.check_id, f.at, f.id
            """,
            row -> new Of(row.number("check_id"), LoggedFlip.of(row)),
            ids,
            asOf.minus(WINDOW),
            MOST_FLIPS)
        .forEach(
            of ->
                of.flip()
                    .known()
                    .ifPresent(
                        flip ->
                            flips.computeIfAbsent(of.check(), id -> new ArrayList<>()).add(flip)));
    Map<Long, Instant> made = new HashMap<>();
    tx.query(
            "reading when checks were made",
            "SELECT id, created_at FROM checks WHERE id = ANY(?)",
            row -> Map.entry(row.number("id"), row.instant("created_at")),
            ids)
        .forEach(e -> made.put(e.getKey(), e.getValue()));
    for (Shown check : checks) {
      List<Flip> own = flips.getOrDefault(check.id(), List.of());
      Instant from = made.getOrDefault(check.id(), asOf);
      boolean cut = own.size() >= MOST_FLIPS;
      kept.put(
          check.id(), new Kept(check.lastFlip(), cut ? own.get(0).at() : from, List.copyOf(own)));
    }
  }

  private static BlindTimes blind(Tx tx, Instant asOf) {
    return BlindTimes.of(
        tx.query(
            "reading blind times for a status page",
            "SELECT since, until FROM blind_times WHERE until > ? ORDER BY since",
            row -> new Interval(row.instant("since"), row.instant("until")),
            asOf.minus(WINDOW)));
  }

  private static Map<Long, List<Instant>> unverified(Tx tx, List<Long> ids, Instant asOf) {
    Map<Long, List<Instant>> byCheck = new HashMap<>();
    tx.query(
            "reading unverified runs for a status page",
            "SELECT check_id, due FROM unverified_runs WHERE check_id = ANY(?) AND certain_at > ?",
            row -> Map.entry(row.number("check_id"), row.instant("due")),
            ids,
            asOf.minus(WINDOW))
        .forEach(
            e -> byCheck.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    return byCheck;
  }
}
