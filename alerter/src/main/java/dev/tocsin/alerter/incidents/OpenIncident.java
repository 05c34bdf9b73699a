package dev.tocsin.alerter.incidents;

import dev.tocsin.alerter.quiet.Subject;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An incident that goes on.
 *
 * @param flip the down
 * @param told when people were told of it; empty: that was withheld
 * @param status the status of the check now: a flip that ends the incident may be on its way
 * @param grace of the check
 */
record OpenIncident(
    long id,
    long flip,
    Subject subject,
    Instant opened,
    Optional<Instant> told,
    boolean acknowledged,
    Status status,
    Duration grace) {

  /**
   * Whether there is one to be looked at, by the time at which the transaction began: a clock that
   * moves within a statement is compared with every row, an instant is looked up in the index.
   */
  static boolean anyDue(Tx tx) {
    return tx.first(
            "asking for incidents to look at",
            "SELECT 1 AS n FROM incidents WHERE look_at <= now() ORDER BY look_at LIMIT 1",
            row -> true)
        .orElse(false);
  }

  /** Those to be looked at, locked against people who acknowledge them at this moment. */
  static List<OpenIncident> due(Tx tx, int most) {
    return tx.query(
        "reading incidents to look at",
        """
        SELECT i.id, i.flip_id, i.check_id, i.project_id, c.tags, i.opened_at, i.told_at,
               i.acked_at IS NOT NULL AS acked, s.status, c.grace
          FROM incidents i
          JOIN checks c ON c.id = i.check_id
          JOIN check_state s ON s.check_id = i.check_id
         WHERE i.look_at <= clock_timestamp() AND i.closed_at IS NULL
         ORDER BY i.look_at LIMIT ? FOR NO KEY UPDATE OF i SKIP LOCKED
        """,
        OpenIncident::of,
        most);
  }

  private static OpenIncident of(Row row) throws SQLException {
    return new OpenIncident(
        row.number("id"),
        row.number("flip_id"),
        new Subject(row.number("check_id"), row.number("project_id"), row.string("tags")),
        row.instant("opened_at"),
        Optional.ofNullable(row.instantOrNull("told_at")),
        row.flag("acked"),
        Status.of(row.string("status")),
        row.duration("grace"));
  }
}
