package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.util.List;

/**
 * Removes pings past the number that a project keeps, and all pings of checks that are gone. Walks
 * the checks that have pings, in id order, by skipping from one to the next in the primary key: a
 * handful of index probes per check and no look at the rows that stay.
 */
final class PingPruning implements Upkeep.Piece {

  private final UpkeepLimits limits;
  private long after;

  PingPruning(UpkeepLimits limits) {
    this.limits = limits;
  }

  @Override
  public Upkeep.Step step(Tx tx) {
    List<Page> pages = nextChecks(tx);
    if (pages.isEmpty()) {
      after = 0;
      return new Upkeep.Step("pings", 0, true);
    }
    List<Page> prunable = pages.stream().filter(page -> page.past() > 0).toList();
    int removed = prunable.isEmpty() ? 0 : remove(tx, prunable);
    // A full statement may have left some: look at the same checks again.
    if (removed < limits.rowsPerRound()) {
      after = pages.get(pages.size() - 1).checkId();
    }
    return new Upkeep.Step("pings", removed, false);
  }

  private List<Page> nextChecks(Tx tx) {
    return tx.query(
        "walking through pings",
        """
        WITH RECURSIVE heard(check_id) AS (
            (SELECT check_id FROM pings WHERE check_id > ? ORDER BY check_id LIMIT 1)
          UNION ALL
            SELECT (SELECT p.check_id FROM pings p WHERE p.check_id > heard.check_id
                     ORDER BY p.check_id LIMIT 1)
              FROM heard WHERE heard.check_id IS NOT NULL),
        page AS (SELECT check_id FROM heard WHERE check_id IS NOT NULL LIMIT ?)
        SELECT page.check_id,
               coalesce(s.n_pings - p.ping_log_limit, 9223372036854775807) AS past
          FROM page
          LEFT JOIN check_state s ON s.check_id = page.check_id
          LEFT JOIN checks c ON c.id = page.check_id
          LEFT JOIN projects p ON p.id = c.project_id
         ORDER BY page.check_id
        """,
        row -> new Page(row.number("check_id"), row.number("past")),
        after,
        limits.checksPerRound());
  }

  private int remove(Tx tx, List<Page> pages) {
    return tx.update(
        "removing old pings",
        """
        DELETE FROM pings WHERE ctid = ANY(ARRAY(
          SELECT p.ctid
            FROM unnest(?::bigint[], ?::bigint[]) AS t(check_id, past)
           CROSS JOIN LATERAL (
             SELECT ctid FROM pings WHERE check_id = t.check_id AND n <= t.past
              ORDER BY n LIMIT ?) p
           LIMIT ?))
        """,
        pages.stream().map(Page::checkId).toList(),
        pages.stream().map(Page::past).toList(),
        limits.rowsPerRound(),
        limits.rowsPerRound());
  }

  /** A check, and the last number whose ping is not kept. */
  private record Page(long checkId, long past) {}
}
