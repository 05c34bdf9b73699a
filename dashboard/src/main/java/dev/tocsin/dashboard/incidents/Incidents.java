package dev.tocsin.dashboard.incidents;

import dev.tocsin.dashboard.incidents.Incident.Acknowledged;
import dev.tocsin.dashboard.incidents.Incident.Note;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads incidents, with their notes. A handful of statements a list. Blocking. */
public final class Incidents {

  private static final String SELECT =
      """
      SELECT i.id, i.code, c.code AS check_code, c.name, i.opened_at, i.reason, i.closed_at,
             i.closed_by, CASE WHEN i.told_at IS NULL THEN i.withheld END AS withheld,
             i.acked_at, i.acked_by, i.acked_how, a.email AS assignee
        FROM incidents i
        JOIN checks c ON c.id = i.check_id
        LEFT JOIN accounts a ON a.id = i.assignee_id
      """;

  private final Db db;

  public Incidents(Db db) {
    this.db = db;
  }

  /** Incidents of all checks of a project, the latest first. */
  public List<Incident> ofProject(long projectId, IncidentFilter filter, int limit) {
    return read("i.project_id = ?", projectId, filter, limit);
  }

  /** Incidents of a check, the latest first. */
  public List<Incident> ofCheck(long checkId, IncidentFilter filter, int limit) {
    return read("i.check_id = ?", checkId, filter, limit);
  }

  /** The incident of a check that goes on. */
  public Optional<Incident> openOf(long checkId) {
    return ofCheck(checkId, IncidentFilter.OPEN, 1).stream().findFirst();
  }

  /** How many of a project go on, and nobody has acknowledged them. */
  public int unacknowledged(long projectId) {
    return db.first(
            "counting open incidents",
            """
            SELECT count(*) AS n FROM incidents
             WHERE project_id = ? AND closed_at IS NULL AND acked_at IS NULL
            """,
            row -> row.integer("n"),
            projectId)
        .orElse(0);
  }

  /** The incident of a code, whatever its project. */
  public Optional<Incident> find(UUID code) {
    return db.transaction("reading incident " + code, tx -> find(tx, code));
  }

  static Optional<Incident> find(Tx tx, UUID code) {
    return complete(
            tx, tx.query("reading an incident", SELECT + " WHERE i.code = ?", Incidents::of, code))
        .stream()
        .findFirst();
  }

  /** The project of an incident. */
  public Optional<Long> projectOf(UUID code) {
    return db.first(
        "reading the project of incident " + code,
        "SELECT project_id FROM incidents WHERE code = ?",
        row -> row.number("project_id"),
        code);
  }

  /** Has the alerter look at the open incidents of a project: something changed that may matter. */
  public static void lookAgain(Tx tx, long projectId) {
    tx.update(
        "having incidents looked at again",
        """
        WITH open AS (
          SELECT id FROM incidents
           WHERE project_id = ? AND closed_at IS NULL AND (acked_at IS NULL OR told_at IS NULL)
           ORDER BY id FOR NO KEY UPDATE)
        UPDATE incidents i SET look_at = now() FROM open WHERE i.id = open.id
        """,
        projectId);
  }

  private List<Incident> read(String whose, long id, IncidentFilter filter, int limit) {
    String ongoing =
        filter.ongoing().map(yes -> "AND i.closed_at IS " + (yes ? "NULL" : "NOT NULL")).orElse("");
    return db.transaction(
        "reading incidents",
        tx ->
            complete(
                tx,
                tx.query(
                    "reading incidents",
                    SELECT
                        + """
                           WHERE %s AND i.opened_at >= ? AND i.opened_at < ?
                             AND (i.opened_at, i.id) < (?, ?) %s
                           ORDER BY i.opened_at DESC, i.id DESC LIMIT ?
                          """
                            .formatted(whose, ongoing),
                    Incidents::of,
                    id,
                    filter.from(),
                    filter.to(),
                    filter.before(),
                    filter.beforeId(),
                    limit)));
  }

  /** With their notes, and with the time in which nobody could hear. */
  private static List<Incident> complete(Tx tx, List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return incidents;
    }
    Instant first =
        incidents.stream().map(Incident::started).min(Comparator.naturalOrder()).orElseThrow();
    BlindTimes blind = BlindRows.read(tx, first);
    Map<Long, List<Note>> notes = new HashMap<>();
    tx.query(
            "reading notes",
            """
            SELECT incident_id, at, author, body FROM incident_notes
             WHERE incident_id = ANY(?) ORDER BY id
            """,
            row ->
                Map.entry(
                    row.number("incident_id"),
                    new Note(row.instant("at"), row.string("author"), row.string("body"))),
            incidents.stream().map(Incident::id).toList())
        .forEach(e -> notes.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    return incidents.stream()
        .map(i -> with(i, blind, notes.getOrDefault(i.id(), List.of())))
        .toList();
  }

  private static Incident with(Incident i, BlindTimes blind, List<Note> notes) {
    return new Incident(
        i.id(),
        i.code(),
        i.check(),
        i.name(),
        i.started(),
        i.reason(),
        i.ended(),
        blind,
        i.endedBy(),
        i.withheld(),
        i.acknowledged(),
        i.assignee(),
        notes);
  }

  private static Incident of(Row row) throws SQLException {
    Instant acked = row.instantOrNull("acked_at");
    return new Incident(
        row.number("id"),
        row.uuid("code"),
        row.uuid("check_code"),
        row.string("name"),
        row.instant("opened_at"),
        row.string("reason"),
        row.instantOrNull("closed_at"),
        BlindTimes.NONE,
        row.stringOrNull("closed_by"),
        Optional.ofNullable(row.stringOrNull("withheld")),
        acked == null
            ? Optional.empty()
            : Optional.of(new Acknowledged(acked, row.string("acked_by"), row.string("acked_how"))),
        Optional.ofNullable(row.stringOrNull("assignee")),
        List.of());
  }
}
