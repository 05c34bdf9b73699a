package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.LastFailures;
import dev.tocsin.store.Tx;
import java.util.List;

/**
 * Removes pings past the number and the days that a project keeps, and all pings of checks that are
 * gone. Of those past the number the last failures stay, as long as the history does: a hundred
 * successes of today do not hide what happened yesterday.
 *
 * <p>Walks the checks that have pings, in id order, by skipping from one to the next in the primary
 * key: a handful of index probes per check and, but for those failures, no look at the rows that
 * stay.
 */
final class PingPruning implements Upkeep.Piece {

  /** Past the number that is kept, when nothing is: the check is gone. */
  private static final long ALL = Long.MAX_VALUE;

  private final UpkeepLimits limits;

  /** Most of a check that are removed for their age at once: among these the first young one is. */
  private final int aged;

  private long after;

  PingPruning(UpkeepLimits limits) {
    this.limits = limits;
    this.aged = Math.max(1, Math.min(100, limits.rowsPerRound() / 2));
  }

  @Override
  public Upkeep.Step step(Tx tx) {
    List<Page> pages = nextChecks(tx);
    if (pages.isEmpty()) {
      after = 0;
      return new Upkeep.Step("pings", 0, true);
    }
    List<Page> prunable =
        pages.stream().filter(page -> page.past() > 0 || page.days() > 0).toList();
    int removed = prunable.isEmpty() ? 0 : remove(tx, prunable);
    // As many may have been left behind: look at the same checks again.
    if (removed < aged) {
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
               coalesce(s.n_pings - p.ping_log_limit, ?) AS past,
               CASE WHEN p.ping_log_days > 0
                     AND (SELECT at FROM pings WHERE check_id = page.check_id ORDER BY n LIMIT 1)
                         < now() - make_interval(days => p.ping_log_days)
                    THEN p.ping_log_days ELSE 0 END AS days
          FROM page
          LEFT JOIN check_state s ON s.check_id = page.check_id
          LEFT JOIN checks c ON c.id = page.check_id
          LEFT JOIN projects p ON p.id = c.project_id
         ORDER BY page.check_id
        """,
        row -> new Page(row.number("check_id"), row.number("past"), row.number("days")),
        after,
        limits.checksPerRound(),
        ALL);
  }

  private int remove(Tx tx, List<Page> pages) {
    return tx.update(
        "removing old pings",
        """
        DELETE FROM pings WHERE ctid = ANY(ARRAY(
          SELECT p.ctid
            FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                 AS t(check_id, past, failures, days)
           CROSS JOIN LATERAL (
             SELECT ctid FROM (
               SELECT ctid, at, failed, count(*) FILTER (WHERE failed) OVER (ORDER BY n DESC) AS nth
                 FROM (SELECT ctid, n, at, kind = 'fail' OR broken IS NOT NULL AS failed FROM pings
                        WHERE check_id = t.check_id AND n <= t.past ORDER BY n LIMIT ?) past) o
              WHERE NOT failed OR nth > t.failures OR at < now() - ?
                 OR t.days > 0 AND at < now() - make_interval(days => t.days::int)
             UNION ALL
             SELECT ctid FROM (
               SELECT ctid, at FROM pings
                WHERE check_id = t.check_id AND n > t.past AND t.days > 0 ORDER BY n LIMIT ?) o
              WHERE at < now() - make_interval(days => t.days::int)) p
           LIMIT ?))
        """,
        pages.stream().map(Page::checkId).toList(),
        pages.stream().map(Page::past).toList(),
        pages.stream().map(Page::failures).toList(),
        pages.stream().map(Page::days).toList(),
        limits.rowsPerRound(),
        limits.keep().history(),
        aged,
        limits.rowsPerRound());
  }

  /**
   * A check.
   *
   * @param past the last number whose ping is not kept, but for failures
   * @param days it has pings that are older than so many days and are not kept; 0: it has none
   */
  private record Page(long checkId, long past, long days) {

    /** How many failures are kept past that number. */
    long failures() {
      return past == ALL ? 0 : LastFailures.KEPT;
    }
  }
}
