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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last runs of checks, made of their pings, missed deadlines and unverified runs. Blocking. */
public final class Runs {

  /** A run is one ping, or two with a start; log lines lie between. */
  private static final int PINGS_PER_RUN = 2;

  private final Db db;

  public Runs(Db db) {
    this.db = db;
  }

  /** Check id to its last runs, oldest first, at most {@code most} each. */
  public Map<Long, List<Run>> of(Collection<Shown> checks, int most) {
    if (checks.isEmpty()) {
      return Map.of();
    }
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
          for (Shown check : checks) {
            runs.put(
                check.id(),
                last(
                    most,
                    check,
                    pings.getOrDefault(check.id(), List.of()),
                    missed.getOrDefault(check.id(), List.of())));
          }
          return runs;
        });
  }

  private static List<Run> last(int most, Shown check, List<LoggedPing> pings, List<Run> missed) {
    List<Run> runs = new ArrayList<>();
    for (LoggedPing ping : RunPairs.timed(pings)) {
      if (ping.kind().completes()) {
        Outcome outcome = ping.kind() == PingKind.FAIL ? Outcome.FAILED : Outcome.GOOD;
        runs.add(new Run(ping.n(), ping.at(), outcome, ping.duration(), ping.exitStatus()));
      }
    }
    Instant oldest = runs.isEmpty() ? Instant.EPOCH : runs.get(0).at();
    missed.stream().filter(run -> run.at().isAfter(oldest)).forEach(runs::add);
    runs.sort(Comparator.comparing(Run::at));
    Instant start = check.check().state().lastStart();
    if (check.running() && start != null) {
      runs.add(new Run(0, start, Outcome.RUNNING, null, null));
    }
    return List.copyOf(runs.subList(Math.max(0, runs.size() - most), runs.size()));
  }

  private static Map<Long, List<LoggedPing>> pings(Tx tx, List<Long> ids, int most) {
    record Of(long id, LoggedPing ping) {}
    Map<Long, List<LoggedPing>> pings = new LinkedHashMap<>();
    tx.query(
            "reading the last pings",
            """
            SELECT c.id, p.n, p.at, p.kind, p.rid, p.exit_status
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT n, at, kind, rid, exit_status FROM pings
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
