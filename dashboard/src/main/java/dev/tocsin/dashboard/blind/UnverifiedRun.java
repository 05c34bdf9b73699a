package dev.tocsin.dashboard.blind;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A run that nobody heard of, and that nobody could have.
 *
 * @param check the code of its check
 * @param name of the check, or its code
 * @param certainAt not heard of by then
 */
public record UnverifiedRun(
    UUID check, String name, Instant due, Interval blind, Instant certainAt) {

  private static final String SELECT =
      """
      SELECT c.code, coalesce(nullif(c.name, ''), c.code::text) AS name, u.due, u.blind_from,
             u.blind_until, u.certain_at
        FROM unverified_runs u JOIN checks c ON c.id = u.check_id
      """;

  /** Those of a check, the latest first. */
  public static List<UnverifiedRun> ofCheck(Tx tx, long checkId, Instant before, int limit) {
    return tx.query(
        "reading the unverified runs of a check",
        SELECT + " WHERE u.check_id = ? AND u.certain_at < ? ORDER BY u.certain_at DESC LIMIT ?",
        UnverifiedRun::of,
        checkId,
        before,
        limit);
  }

  /** Those of a project that were named since, the latest first. */
  public static List<UnverifiedRun> ofProject(Tx tx, long projectId, Instant since, int limit) {
    return tx.query(
        "reading the unverified runs of project " + projectId,
        SELECT
            + """
               WHERE c.project_id = ? AND u.blind_until >= ?
               ORDER BY u.blind_from DESC, u.due, name LIMIT ?
              """,
        UnverifiedRun::of,
        projectId,
        since,
        limit);
  }

  private static UnverifiedRun of(Row row) throws SQLException {
    return new UnverifiedRun(
        row.uuid("code"),
        row.string("name"),
        row.instant("due"),
        new Interval(row.instant("blind_from"), row.instant("blind_until")),
        row.instant("certain_at"));
  }
}
