package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.util.List;

/**
 * Empties the bodies of pings that are older than their project keeps bodies: bodies carry what a
 * job printed, and may have to go sooner than the fact that it ran.
 *
 * <p>Each check remembers up to which ping that is done; dates may step back, so it is the last one
 * before the first that is young. It is looked into once a day's pings are due, so that a check
 * costs one index probe in each walk and one write a day; a body goes within a day after its time.
 */
final class BodyPruning implements Upkeep.Piece {

  private final UpkeepLimits limits;
  private final int pingsPerCheck;
  private long after;

  BodyPruning(UpkeepLimits limits) {
    this.limits = limits;
    this.pingsPerCheck = Math.max(1, limits.rowsPerRound() / 10);
  }

  @Override
  public Upkeep.Step step(Tx tx) {
    List<Long> projects = projects(tx);
    List<Due> checks = projects.isEmpty() ? List.of() : nextChecks(tx, projects);
    if (checks.isEmpty()) {
      after = 0;
      return new Upkeep.Step("bodies", 0, true);
    }
    List<Long> due = checks.stream().filter(Due::now).map(Due::checkId).limit(10).toList();
    int emptied = due.isEmpty() ? 0 : empty(tx, due);
    // What is done is due no more: until none is left, the same checks again.
    if (due.isEmpty()) {
      after = checks.get(checks.size() - 1).checkId();
    }
    return new Upkeep.Step("bodies", emptied, false);
  }

  private static List<Long> projects(Tx tx) {
    return tx.query(
        "finding projects that keep bodies for a time",
        "SELECT id FROM projects WHERE body_days > 0",
        row -> row.number("id"));
  }

  private List<Due> nextChecks(Tx tx, List<Long> projects) {
    return tx.query(
        "walking through bodies",
        """
        SELECT c.id, coalesce(
                 (SELECT at FROM pings WHERE check_id = c.id AND n > c.bodies_removed
                   ORDER BY n LIMIT 1) < now() - make_interval(days => p.body_days + 1), false) AS due
          FROM (SELECT id, project_id, bodies_removed FROM checks
                 WHERE project_id = ANY(?) AND id > ? ORDER BY id LIMIT ?) c
          JOIN projects p ON p.id = c.project_id
         ORDER BY c.id
        """,
        row -> new Due(row.number("id"), row.flag("due")),
        projects,
        after,
        limits.checksPerRound());
  }

  private int empty(Tx tx, List<Long> checks) {
    return tx.first(
            "emptying old bodies",
            """
            WITH due AS (
              SELECT c.id, c.bodies_removed, now() - make_interval(days => p.body_days) AS until
                FROM checks c JOIN projects p ON p.id = c.project_id
               WHERE c.id = ANY(?) ORDER BY c.id FOR NO KEY UPDATE OF c),
            old AS MATERIALIZED (
              SELECT due.id, o.n, o.has_body
                FROM due CROSS JOIN LATERAL (
                  SELECT n, has_body, bool_and(at < due.until) OVER (ORDER BY n) AS past
                    FROM (SELECT n, at, body IS NOT NULL AS has_body FROM pings
                           WHERE check_id = due.id AND n > due.bodies_removed
                           ORDER BY n LIMIT ?) next) o
               WHERE o.past),
            emptied AS (
              UPDATE pings SET body = NULL FROM old
               WHERE pings.check_id = old.id AND pings.n = old.n AND old.has_body
              RETURNING 1),
            noted AS (
              UPDATE checks SET bodies_removed = done.n
                FROM (SELECT id, max(n) AS n FROM old GROUP BY id) done WHERE checks.id = done.id)
            SELECT count(*) AS n FROM emptied
            """,
            row -> row.integer("n"),
            checks,
            pingsPerCheck)
        .orElse(0);
  }

  /** A check, and whether it has bodies whose time is over. */
  private record Due(long checkId, boolean now) {}
}
