package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.quiet.Subject;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A flip that waits to be handed over.
 *
 * @param reason for the incident's row; whom to tell is decided by the statuses, whatever it says
 */
public record WaitingFlip(
    long id, Subject subject, Instant at, Status from, Status to, String reason) {

  long check() {
    return subject.check();
  }

  /** Whether people are told of it. */
  boolean alerts() {
    return Flip.alerts(from, to);
  }

  /**
   * The oldest, in the order in which they were written. Locked: nobody deletes a check while its
   * flips become deliveries and incidents, which would outlive it.
   */
  static List<WaitingFlip> read(Tx tx, int most) {
    return tx.query(
        "reading flips",
        """
        SELECT f.id, f.check_id, c.project_id, c.tags, f.at, f.old_status, f.new_status, f.reason
          FROM (SELECT * FROM flips
                 WHERE NOT fanned_out AND old_status = ANY(?) AND new_status = ANY(?)
                 ORDER BY id LIMIT ? FOR NO KEY UPDATE) f
          JOIN checks c ON c.id = f.check_id
         ORDER BY f.id
        """,
        WaitingFlip::of,
        UnknownFlips.KNOWN,
        UnknownFlips.KNOWN,
        most);
  }

  /** Whether any waits that this version can hand over. */
  static boolean any(Tx tx) {
    return tx.first(
            "asking whether flips wait",
            """
            SELECT 1 AS n FROM flips
             WHERE NOT fanned_out AND old_status = ANY(?) AND new_status = ANY(?) LIMIT 1
            """,
            row -> row.number("n"),
            UnknownFlips.KNOWN,
            UnknownFlips.KNOWN)
        .isPresent();
  }

  /** Those of these checks, not locked. */
  static List<WaitingFlip> of(Tx tx, Collection<Long> checks) {
    return tx.query(
        "reading flips of checks",
        """
        SELECT f.id, f.check_id, c.project_id, c.tags, f.at, f.old_status, f.new_status, f.reason
          FROM flips f JOIN checks c ON c.id = f.check_id
         WHERE f.check_id = ANY(?) AND NOT f.fanned_out ORDER BY f.id
        """,
        WaitingFlip::of,
        checks);
  }

  private static WaitingFlip of(Row row) throws SQLException {
    return new WaitingFlip(
        row.number("id"),
        new Subject(row.number("check_id"), row.number("project_id"), row.string("tags")),
        row.instant("at"),
        Status.of(row.string("old_status")),
        Status.of(row.string("new_status")),
        row.string("reason"));
  }

  static void handedOver(Tx tx, Collection<WaitingFlip> flips) {
    tx.update(
        "marking flips as fanned out",
        "UPDATE flips SET fanned_out = true WHERE id = ANY(?)",
        flips.stream().map(WaitingFlip::id).toList());
  }
}
