package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The maintenance windows of projects. Each change is one transaction, with a row in the audit log.
 */
public final class Maintenance {

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  /** The longest schedule, in characters: as that of a check. */
  public static final int LONGEST_SCHEDULE = 100;

  /** Most of a project: fan-out reads them all. */
  static final int MOST = 100;

  private final Db db;

  public Maintenance(Db db) {
    this.db = db;
  }

  /** Those of a project, without single ones that are over. */
  public List<MaintenanceWindow> of(long projectId) {
    return db.query(
        "reading maintenance",
        "SELECT m.code, m.name, m.author, m.kind, m.starts_at, m.schedule, m.tz, m.lasts, "
            + Range.COLUMNS
            + """
               FROM maintenance m LEFT JOIN checks c ON c.id = m.check_id
              WHERE m.project_id = ? AND (m.starts_at IS NULL OR m.starts_at + m.lasts > now())
              ORDER BY m.id
              """,
        Maintenance::of,
        projectId);
  }

  private static MaintenanceWindow of(Row row) throws SQLException {
    return new MaintenanceWindow(
        row.uuid("code"),
        Range.of(row),
        row.string("name"),
        row.string("author"),
        new Window(
            Optional.ofNullable(row.instantOrNull("starts_at")),
            row.string("schedule"),
            row.string("tz"),
            row.duration("lasts")));
  }

  /** Makes one. */
  public Outcome<MaintenanceWindow> create(
      long projectId, Range range, String name, Window window, String author) {
    Optional<String> problem = window.problem();
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      return Outcome.refused(
          Reason.INVALID, "the name has more than %d characters".formatted(LONGEST_NAME));
    }
    return db.transaction(
        "making maintenance", tx -> create(tx, projectId, range, name, window, author));
  }

  private static Outcome<MaintenanceWindow> create(
      Tx tx, long projectId, Range range, String name, Window window, String author) {
    Optional<Long> check = range.checkId(tx, projectId);
    if (range.check().isPresent() && check.isEmpty()) {
      return Outcome.refused(Reason.INVALID, "the project has no such check");
    }
    Optional<UUID> code =
        tx.first(
            "making maintenance",
            """
            INSERT INTO maintenance (project_id, check_id, tag, name, author, kind, starts_at,
                                     schedule, tz, lasts)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
             WHERE (SELECT count(*) FROM maintenance WHERE project_id = ?) < ?
            RETURNING code
            """,
            row -> row.uuid("code"),
            projectId,
            check.orElse(null),
            range.tag().orElse(null),
            name,
            author,
            window.kind(),
            window.starts().orElse(null),
            window.schedule(),
            window.zone(),
            window.lasts(),
            projectId,
            MOST);
    if (code.isEmpty()) {
      return Outcome.refused(
          Reason.CONFLICT, "the project has %d maintenance windows already".formatted(MOST));
    }
    Audit.note(
        tx,
        projectId,
        author,
        "maintenance.create",
        Map.of("maintenance", code.get().toString(), "name", name, "for", range.inWords()));
    return Outcome.done(new MaintenanceWindow(code.get(), range, name, author, window));
  }

  /** Deletes one; what it withheld and is still down is told within moments. False: no such. */
  public boolean delete(long projectId, UUID code, String actor) {
    return db.transaction(
        "deleting maintenance",
        tx -> {
          int rows =
              tx.update(
                  "deleting maintenance " + code,
                  "DELETE FROM maintenance WHERE project_id = ? AND code = ?",
                  projectId,
                  code);
          if (rows > 0) {
            Incidents.lookAgain(tx, projectId);
            Audit.note(
                tx, projectId, actor, "maintenance.delete", Map.of("maintenance", code.toString()));
          }
          return rows > 0;
        });
  }
}
