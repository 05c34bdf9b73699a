package dev.tocsin.alerter.blind;

import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;

/** A run that is named, and of which people are to be told. */
record UnverifiedRun(long id, long checkId, String check, Instant due) {

  static List<UnverifiedRun> untold(Tx tx, BlindProject project) {
    return tx.query(
        "reading unverified runs",
        """
        SELECT u.id, u.check_id, coalesce(nullif(c.name, ''), c.code::text) AS name, u.due
          FROM unverified_runs u JOIN checks c ON c.id = u.check_id
         WHERE NOT u.told AND c.project_id = ? AND u.blind_from = ?
         ORDER BY u.due, name
        """,
        row ->
            new UnverifiedRun(
                row.number("id"), row.number("check_id"), row.string("name"), row.instant("due")),
        project.projectId(),
        project.blind().since());
  }

  static void told(Tx tx, List<UnverifiedRun> runs) {
    tx.update(
        "noting which unverified runs are told",
        "UPDATE unverified_runs SET told = true WHERE id = ANY(?)",
        runs.stream().map(UnverifiedRun::id).toList());
  }
}
