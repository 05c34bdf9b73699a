package dev.tocsin.alerter.blind;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * One project and one blind interval.
 *
 * @param causes of the interval
 * @param runs so many were due in it
 * @param pending so many may still be heard
 * @param untold so many are named, and people do not know it
 * @param told whether a message was made before
 * @param noteworthy whether the interval alone is worth a message
 * @param waited whether the first that is to be told has waited for others long enough
 */
record BlindProject(
    long blindId,
    long projectId,
    UUID projectCode,
    Interval blind,
    List<String> causes,
    int runs,
    int pending,
    int untold,
    boolean told,
    boolean noteworthy,
    boolean waited) {

  /** All that are open. */
  static List<BlindProject> read(Tx tx, BlindLimits limits) {
    return tx.query(
        "reading what is open of blind time",
        OPEN,
        BlindProject::of,
        limits.notice(),
        limits.longestWait());
  }

  private static final String OPEN =
      """
      SELECT p.blind_id, p.project_id, pr.code, b.since, b.until, b.causes, p.runs,
             coalesce(r.pending, 0) AS pending, coalesce(u.untold, 0) AS untold,
             EXISTS (SELECT FROM notices n
                      WHERE n.project_id = p.project_id AND n.matter = 'blind-' || b.id) AS told,
             b.until - b.since > ? AS noteworthy,
             coalesce(u.first, b.noted_at) < now() - ?::interval AS waited
        FROM blind_projects p
        JOIN blind_times b ON b.id = p.blind_id
        JOIN projects pr ON pr.id = p.project_id
        LEFT JOIN (SELECT r.blind_id, c.project_id, count(*) AS pending
                     FROM blind_runs r JOIN checks c ON c.id = r.check_id GROUP BY 1, 2) r
          ON r.blind_id = p.blind_id AND r.project_id = p.project_id
        LEFT JOIN (SELECT u.blind_from, c.project_id, count(*) AS untold, min(u.noted_at) AS first
                     FROM unverified_runs u JOIN checks c ON c.id = u.check_id
                    WHERE NOT u.told GROUP BY 1, 2) u
          ON u.blind_from = b.since AND u.project_id = p.project_id
       ORDER BY b.since, p.project_id
      """;

  private static BlindProject of(Row row) throws SQLException {
    return new BlindProject(
        row.number("blind_id"),
        row.number("project_id"),
        row.uuid("code"),
        new Interval(row.instant("since"), row.instant("until")),
        row.strings("causes"),
        row.integer("runs"),
        row.integer("pending"),
        row.integer("untold"),
        row.flag("told"),
        row.flag("noteworthy"),
        row.flag("waited"));
  }

  boolean toBeTold() {
    boolean worthIt = untold > 0 || (!told && noteworthy && runs > 0);
    return worthIt && (pending == 0 || waited);
  }

  /** Whether nothing will be left to be told, once this is. */
  boolean over() {
    return pending == 0;
  }
}
