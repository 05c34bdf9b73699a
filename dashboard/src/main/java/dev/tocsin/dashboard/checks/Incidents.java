package dev.tocsin.dashboard.checks;

import dev.tocsin.store.Db;
import java.util.List;

/** When checks were down, told from their flips. One statement a list. Blocking. */
public final class Incidents {

  /** The downs of a check {@code c} in a page's order; the index has them in it. */
  private static final String DOWNS =
      """
      SELECT f.id, f.check_id, f.at, f.reason, c.code, c.name
        FROM flips f
       WHERE f.check_id = c.id AND f.new_status = 'down' AND f.at >= ? AND f.at < ?
             AND (f.at, f.id) < (?, ?) %s
       ORDER BY f.at DESC, f.id DESC LIMIT ?
      """;

  private static final String ENDED =
      """
      EXISTS (SELECT 1 FROM flips e
               WHERE e.check_id = f.check_id AND (e.at, e.id) > (f.at, f.id))
      """;

  private final Db db;

  public Incidents(Db db) {
    this.db = db;
  }

  /**
   * Incidents of all checks of a project, the latest first. The latest of each check are looked up
   * for themselves, so that what it costs depends on the project and not on all the others.
   */
  public List<Incident> ofProject(long projectId, IncidentFilter filter, int limit) {
    return read("c.project_id = ?", projectId, filter, limit);
  }

  /** Incidents of a check, the latest first. */
  public List<Incident> ofCheck(long checkId, IncidentFilter filter, int limit) {
    return read("c.id = ?", checkId, filter, limit);
  }

  private List<Incident> read(String whose, long id, IncidentFilter filter, int limit) {
    String ongoing = filter.ongoing().map(yes -> (yes ? "AND NOT " : "AND ") + ENDED).orElse("");
    return db.query(
        "reading incidents",
        """
        WITH page AS (
          SELECT f.* FROM checks c CROSS JOIN LATERAL (%s) f
           WHERE %s ORDER BY f.at DESC, f.id DESC LIMIT ?)
        SELECT page.*, e.at AS ended, e.new_status AS ended_by
          FROM page LEFT JOIN LATERAL (
            SELECT e.at, e.new_status FROM flips e
             WHERE e.check_id = page.check_id AND (e.at, e.id) > (page.at, page.id)
             ORDER BY e.at, e.id LIMIT 1) e ON true
         ORDER BY page.at DESC, page.id DESC
        """
            .formatted(DOWNS.formatted(ongoing), whose),
        row ->
            new Incident(
                row.number("id"),
                row.uuid("code"),
                row.string("name"),
                row.instant("at"),
                row.string("reason"),
                row.instantOrNull("ended"),
                row.stringOrNull("ended_by")),
        filter.from(),
        filter.to(),
        filter.before(),
        filter.beforeId(),
        limit,
        id,
        limit);
  }
}
