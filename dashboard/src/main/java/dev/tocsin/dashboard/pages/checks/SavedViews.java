package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.store.Db;
import java.util.List;

/** Lists of a project that people want to see again: names for addresses, for each account. */
public final class SavedViews {

  /** More would be a list of its own. */
  static final int MOST = 20;

  static final int LONGEST_NAME = 60;

  private final Db db;

  SavedViews(Db db) {
    this.db = db;
  }

  /**
   * One of them.
   *
   * @param query as {@link ListQuery#href} writes it
   */
  public record SavedView(String name, String query) {}

  /** By name. */
  List<SavedView> of(long accountId, long projectId) {
    return db.query(
        "reading saved views",
        """
        SELECT name, query FROM saved_views WHERE account_id = ? AND project_id = ? ORDER BY name
        """,
        row -> new SavedView(row.string("name"), row.string("query")),
        accountId,
        projectId);
  }

  /** Saves a view, or replaces the one with this name; says whether there was room. */
  boolean save(long accountId, long projectId, SavedView view) {
    return db.update(
            "saving a view",
            """
            INSERT INTO saved_views (account_id, project_id, name, query)
            SELECT ?, ?, ?, ?
             WHERE (SELECT count(*) FROM saved_views
                     WHERE account_id = ? AND project_id = ? AND name <> ?) < ?
            ON CONFLICT (account_id, project_id, name) DO UPDATE SET query = excluded.query
            """,
            accountId,
            projectId,
            view.name(),
            view.query(),
            accountId,
            projectId,
            view.name(),
            MOST)
        == 1;
  }

  void delete(long accountId, long projectId, String name) {
    db.update(
        "deleting a view",
        "DELETE FROM saved_views WHERE account_id = ? AND project_id = ? AND name = ?",
        accountId,
        projectId,
        name);
  }
}
