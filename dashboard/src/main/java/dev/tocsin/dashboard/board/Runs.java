package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.board.Run.Outcome;
import dev.tocsin.dashboard.checks.LoggedPing;
import dev.tocsin.dashboard.checks.RunPairs;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last runs of checks, made of their pings, missed deadlines and unverified runs. What was read
 * of a check is kept until it changes: each of these is written together with the check's state.
 * Blocking, thread-safe.
 */
public final class Runs {

  /** A run is one ping, or two with a start; log lines lie between. */
  private static final int PINGS_PER_RUN = 2;

  /** Lists of runs that are kept, of a few kilobytes each: of those looked at last. */
  private static final int KEPT = 2_000;

  private record Key(long id, int most) {}

  /** Runs that are over, and the check of which they were read: every ping makes another one. */
  private record Kept(Known known, List<Run> runs) {

    @SuppressWarnings("ReferenceEquality") // an equal one may have been read after another ping
    boolean isOf(Shown check) {
      return known == check.known();
    }
  }

  private final Db db;
  private final Map<Key, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > KEPT;
        }
      };

  public Runs(Db db) {
    this.db = db;
  }

  /** Check id to its last runs, oldest first, at most {@code most} each. */
  public Map<Long, List<Run>> of(Collection<Shown> checks, int most) {
    Map<Long, List<Run>> over = new HashMap<>();
    List<Shown> unknown = new ArrayList<>();
    synchronized (kept) {
      for (Shown check : checks) {
        Kept is = kept.get(new Key(check.id(), most));
        if (is != null && is.isOf(check)) {
          over.put(check.id(), is.runs());
        } else {
          unknown.add(check);
        }
      }
    }
    if (!unknown.isEmpty()) {
      over.putAll(read(unknown, most));
      synchronized (kept) {
        unknown.forEach(
            check ->
                kept.put(
                    new Key(check.id(), most),
                    new Kept(check.known(), over.getOrDefault(check.id(), List.of()))));
      }
    }
    Map<Long, List<Run>> runs = new LinkedHashMap<>();
    checks.forEach(
        check -> runs.put(check.id(), last(most, check, over.getOrDefault(check.id(), List.of()))));
    return runs;
  }

  private Map<Long, List<Run>> read(List<Shown> checks, int most) {
    List<Long> ids = checks.stream().map(Shown::id).toList();
    return db.transaction(
        "reading the last runs",
        tx -> {
          Map<Long, List<LoggedPing>> pings = pings(tx, ids, most * PINGS_PER_RUN);
          Map<Long, List<Run>> missed = missed(tx, ids, most);
          unverified(tx, ids, most)
              .forEach(
                  (id, those) -> missed.computeIfAbsent(id, i -> new ArrayList<>()).addAll(those));
          Map<Long, List<Run>> runs = new LinkedHashMap<>();
          for (long id : ids) {
            runs.put(
                id,
                over(pings.getOrDefault(id, List.of()), missed.getOrDefault(id, List.of()), most));
          }
          return runs;
        });
  }

  private static List<Run> over(List<LoggedPing> pings, List<Run> missed, int most) {
    List<Run> runs = new ArrayList<>();
    for (LoggedPing ping : RunPairs.timed(pings)) {
      if (ping.kind().completes()) {
        Outcome outcome = ping.failed() ? Outcome.FAILED : Outcome.GOOD;
        runs.add(new Run(ping.n(), ping.at(), outcome, ping.duration(), ping.exitStatus()));
      }
    }
    Instant oldest = runs.isEmpty() ? Instant.EPOCH : runs.get(0).at();
    missed.stream().filter(run -> run.at().isAfter(oldest)).forEach(runs::add);
    runs.sort(Comparator.comparing(Run::at));
    return List.copyOf(runs.subList(Math.max(0, runs.size() - most), runs.size()));
  }

  /** With the run that is in progress, which time alone may end. */
  private static List<Run> last(int most, Shown check, List<Run> over) {
    Instant start = check.check().state().lastStart();
    if (start == null || !check.running()) {
      return over;
    }
    List<Run> runs = new ArrayList<>(over);
    runs.add(new Run(0, start, Outcome.RUNNING, null, null));
    return List.copyOf(runs.subList(Math.max(0, runs.size() - most), runs.size()));
  }

  private static Map<Long, List<LoggedPing>> pings(Tx tx, List<Long> ids, int most) {
    record Of(long id, LoggedPing ping) {}
    Map<Long, List<LoggedPing>> pings = new LinkedHashMap<>();
    tx.query(
            "reading the last pings",
            """
            SELECT c.id, p.n, p.at, p.kind, p.rid, p.exit_status, p.broken
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT n, at, kind, rid, exit_status, broken FROM pings
                    WHERE check_id = c.id ORDER BY n DESC LIMIT ?) p
             ORDER BY c.id, p.n
            """,
            row -> new Of(row.number("id"), ping(row)),
            ids,
            most)
        .forEach(of -> pings.computeIfAbsent(of.id(), id -> new ArrayList<>()).add(of.ping()));
    return pings;
  }

  private static LoggedPing ping(Row row) throws SQLException {
    Long exit = row.numberOrNull("exit_status");
    return new LoggedPing(
        row.number("n"),
        row.instant("at"),
        PingKind.of(row.string("kind")),
        "",
        "",
        null,
        "",
        row.uuidOrNull("rid"),
        exit == null ? null : exit.intValue(),
        row.stringOrNull("broken"),
        0,
        null);
  }

  /** Runs that were due while nobody could hear. */
  private static Map<Long, List<Run>> unverified(Tx tx, List<Long> ids, int most) {
    record Of(long id, Instant due) {}
    Map<Long, List<Run>> unverified = new LinkedHashMap<>();
    tx.query(
            "reading the last unverified runs",
            """
            SELECT c.id, u.due
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT due FROM unverified_runs
                    WHERE check_id = c.id ORDER BY certain_at DESC LIMIT ?) u
            """,
            row -> new Of(row.number("id"), row.instant("due")),
            ids,
            most)
        .forEach(
            of ->
                unverified
                    .computeIfAbsent(of.id(), id -> new ArrayList<>())
                    .add(new Run(0, of.due(), Outcome.UNVERIFIED, null, null)));
    return unverified;
  }

  private static Map<Long, List<Run>> missed(Tx tx, List<Long> ids, int most) {
    record Of(long id, Instant at) {}
    Map<Long, List<Run>> missed = new LinkedHashMap<>();
    tx.query(
            "reading the last missed deadlines",
            """
            SELECT c.id, f.at
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT at FROM flips
                    WHERE check_id = c.id AND reason = 'timeout' ORDER BY at DESC LIMIT ?) f
            """,
            row -> new Of(row.number("id"), row.instant("at")),
            ids,
            most)
        .forEach(
            of ->
                missed
                    .computeIfAbsent(of.id(), id -> new ArrayList<>())
                    .add(new Run(0, of.at(), Outcome.MISSED, null, null)));
    return missed;
  }
}
