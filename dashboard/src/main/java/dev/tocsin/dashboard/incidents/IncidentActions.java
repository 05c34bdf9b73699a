package dev.tocsin.dashboard.incidents;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What people do about incidents. Each method is one transaction: it locks the incident, writes,
 * leaves a row in the audit log, and tells the live pages. Blocking.
 *
 * <p>An incident that is acknowledged is reminded of no more and escalates no further; its recovery
 * is told all the same.
 */
public final class IncidentActions {

  /** The longest note, in characters: a page of text. */
  public static final int LONGEST_NOTE = 4_000;

  /** Most notes of one incident: they are shown all at once. */
  public static final int MOST_NOTES = 200;

  /** Where somebody acknowledged it. */
  public enum How {
    PAGE,
    API,
    LINK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Db db;

  public IncidentActions(Db db) {
    this.db = db;
  }

  /** Acknowledges an incident that goes on; who did it first is kept. */
  public Outcome<Incident> acknowledge(long projectId, UUID code, String actor, How how) {
    return change(
        projectId,
        code,
        (tx, row) -> {
          if (row.closed()) {
            return over();
          }
          if (!row.acknowledged()) {
            tx.update(
                "acknowledging incident " + code,
                "UPDATE incidents SET acked_at = now(), acked_by = ?, acked_how = ? WHERE id = ?",
                actor,
                how.word(),
                row.id());
            note(tx, row, actor, "incident.acknowledge", Map.of("how", how.word()));
          }
          return Optional.empty();
        });
  }

  /** Takes that back: reminders and escalation go on. */
  public Outcome<Incident> unacknowledge(long projectId, UUID code, String actor) {
    return change(
        projectId,
        code,
        (tx, row) -> {
          if (row.closed()) {
            return over();
          }
          if (row.acknowledged()) {
            tx.update(
                "taking back that incident %s is acknowledged".formatted(code),
                """
                UPDATE incidents SET acked_at = NULL, acked_by = NULL, acked_how = NULL,
                       look_at = now() WHERE id = ?
                """,
                row.id());
            note(tx, row, actor, "incident.unacknowledge", Map.of());
          }
          return Optional.empty();
        });
  }

  /**
   * Says who looks after it.
   *
   * @param email of a member of the project; empty: nobody
   */
  public Outcome<Incident> assign(long projectId, UUID code, Optional<String> email, String actor) {
    return change(
        projectId,
        code,
        (tx, row) -> {
          Optional<Long> account = email.flatMap(address -> member(tx, projectId, address));
          if (email.isPresent() && account.isEmpty()) {
            return refuse(Reason.INVALID, "the assignee is no member of the project");
          }
          int rows =
              tx.update(
                  "assigning incident " + code,
                  """
                  UPDATE incidents SET assignee_id = ?
                   WHERE id = ? AND assignee_id IS DISTINCT FROM ?
                  """,
                  account.orElse(null),
                  row.id(),
                  account.orElse(null));
          if (rows > 0) {
            note(tx, row, actor, "incident.assign", Map.of("assignee", email.orElse("")));
          }
          return Optional.empty();
        });
  }

  /** Writes something down about it, also when it is over. */
  public Outcome<Incident> note(long projectId, UUID code, String text, String author) {
    String body = text.strip();
    if (body.isEmpty() || body.codePointCount(0, body.length()) > LONGEST_NOTE) {
      return Outcome.refused(
          Reason.INVALID, "a note has 1 to %d characters".formatted(LONGEST_NOTE));
    }
    return change(
        projectId,
        code,
        (tx, row) -> {
          int written =
              tx.update(
                  "writing a note of incident " + code,
                  """
                  INSERT INTO incident_notes (incident_id, author, body)
                  SELECT ?, ?, ?
                   WHERE (SELECT count(*) FROM incident_notes WHERE incident_id = ?) < ?
                  """,
                  row.id(),
                  author,
                  body,
                  row.id(),
                  MOST_NOTES);
          if (written == 0) {
            return refuse(
                Reason.CONFLICT, "the incident has %d notes already".formatted(MOST_NOTES));
          }
          note(tx, row, author, "incident.note", Map.of());
          return Optional.empty();
        });
  }

  private interface Change {
    /** Why nothing was changed; empty: it was, or there was nothing to change. */
    Optional<Outcome<Incident>> apply(Tx tx, Locked row);
  }

  private record Locked(
      long id, long project, UUID check, String name, boolean closed, boolean acknowledged) {
    static Locked of(Row row) throws SQLException {
      return new Locked(
          row.number("id"),
          row.number("project_id"),
          row.uuid("check_code"),
          row.string("name"),
          row.flag("closed"),
          row.flag("acked"));
    }
  }

  private Outcome<Incident> change(long projectId, UUID code, Change change) {
    return db.transaction(
        "changing incident " + code,
        tx -> {
          Optional<Locked> row =
              tx.first(
                  "locking incident " + code,
                  """
                  SELECT i.id, i.project_id, c.code AS check_code, c.name,
                         i.closed_at IS NOT NULL AS closed, i.acked_at IS NOT NULL AS acked
                    FROM incidents i JOIN checks c ON c.id = i.check_id
                   WHERE i.code = ? AND i.project_id = ? FOR NO KEY UPDATE OF i
                  """,
                  Locked::of,
                  code,
                  projectId);
          if (row.isEmpty()) {
            return Outcome.refused(Reason.MISSING, "there is no such incident");
          }
          return change
              .apply(tx, row.get())
              .orElseGet(() -> Outcome.done(Incidents.find(tx, code).orElseThrow()));
        });
  }

  private static Optional<Outcome<Incident>> over() {
    return refuse(Reason.CONFLICT, "the incident is over");
  }

  private static Optional<Outcome<Incident>> refuse(Reason reason, String why) {
    return Optional.of(Outcome.refused(reason, why));
  }

  private static Optional<Long> member(Tx tx, long projectId, String email) {
    return tx.first(
        "looking for a member",
        """
        SELECT a.id FROM accounts a JOIN members m ON m.account_id = a.id
         WHERE m.project_id = ? AND a.email = lower(?)
        """,
        row -> row.number("id"),
        projectId,
        email);
  }

  private static void note(
      Tx tx, Locked row, String actor, String action, Map<String, String> more) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("check", row.check().toString());
    detail.put("name", row.name());
    detail.putAll(more);
    Audit.note(tx, row.project(), actor, action, detail);
    tx.query(
        "telling the live pages",
        "SELECT pg_notify('tocsin_checks', ?)",
        r -> true,
        Long.toString(row.project()));
  }
}
