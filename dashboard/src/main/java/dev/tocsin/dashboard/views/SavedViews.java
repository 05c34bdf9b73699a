package dev.tocsin.dashboard.views;

import dev.tocsin.store.Db;
import java.util.List;
import java.util.Optional;

/** Lists of a project that people want to see again, each account its own. Blocking. */
public final class SavedViews {

  /** More would be a list of its own. */
  public static final int MOST = 20;

  private final Db db;

  public SavedViews(Db db) {
    this.db = db;
  }

  /** By name. */
  public List<SavedView> of(long accountId, long projectId) {
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
  public boolean save(long accountId, long projectId, SavedView view) {
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

  /** Forgets a view; returns what it was. */
  public Optional<SavedView> delete(long accountId, long projectId, String name) {
    return db.transaction(
        "deleting a view",
        tx ->
            tx.first(
                "deleting a view",
                """
                DELETE FROM saved_views WHERE account_id = ? AND project_id = ? AND name = ?
                RETURNING name, query
                """,
                row -> new SavedView(row.string("name"), row.string("query")),
                accountId,
                projectId,
                name));
  }
}
