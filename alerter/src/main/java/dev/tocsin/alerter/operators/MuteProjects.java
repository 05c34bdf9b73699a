package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import java.util.List;

/** Projects whose channels are all broken: nobody can be told of anything, that included. */
final class MuteProjects implements Condition {

  private final Db db;

  MuteProjects(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "looking for projects without a channel that works",
        """
        SELECT p.id, p.name FROM projects p
         WHERE EXISTS (SELECT FROM channels c WHERE c.project_id = p.id
                          AND c.broken_since > now() - interval '7 days')
           AND NOT EXISTS (SELECT FROM channels c WHERE c.project_id = p.id
                              AND c.broken_since IS NULL)
         ORDER BY p.id LIMIT 20
        """,
        row ->
            new Finding(
                "mute-project-" + row.number("id"),
                "nobody of project “%s” can be told of anything".formatted(row.string("name")),
                List.of(
                    "All its channels are broken, so only its owners could be told, by mail if"
                        + " `smtp.host` is set. Tell them another way, too: the page of channels says what is wrong with each."),
                "When alerts wait"));
  }
}
