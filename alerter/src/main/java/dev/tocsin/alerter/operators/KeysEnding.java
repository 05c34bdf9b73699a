package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** API keys that programs use and that end within a week: what they do stops then. */
final class KeysEnding implements Condition {

  private final Db db;

  KeysEnding(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "looking for API keys that end",
        """
        SELECT k.id, k.name, k.hint, k.expires_at, coalesce(p.name, a.email) AS owner,
               k.project_id IS NOT NULL AS of_project
          FROM api_keys k LEFT JOIN projects p ON p.id = k.project_id
          LEFT JOIN accounts a ON a.id = k.account_id
         WHERE k.expires_at BETWEEN now() AND now() + interval '7 days'
           AND k.used_at > now() - interval '30 days'
         ORDER BY k.expires_at, k.id LIMIT 20
        """,
        KeysEnding::finding);
  }

  private static Finding finding(Row row) throws SQLException {
    String name = row.string("name").isEmpty() ? "…" + row.string("hint") : row.string("name");
    return new Finding(
        "key-ends-" + row.number("id"),
        "API key “%s” of %s “%s” ends at %s"
            .formatted(
                name,
                row.flag("of_project") ? "project" : "account",
                row.string("owner"),
                row.instant("expires_at").truncatedTo(ChronoUnit.SECONDS)),
        List.of("It was used within the last month. Whoever uses it needs another one by then."),
        "What ends by itself",
        Again.NEVER);
  }
}
