package dev.tocsin.ping.apply;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Makes the checks that {@code create=1} asks for (Pinging API, auto-provisioning). */
final class CheckCreation {

  // The limit is twice what the project may otherwise have: a job must not go unsupervised for it.
  private static final String CREATE =
      """
      WITH room AS (
        SELECT p.id FROM projects p
         WHERE p.id = $1
           AND (SELECT count(*) FROM checks c WHERE c.project_id = p.id) < 2 * p.check_limit
           AND NOT EXISTS (SELECT FROM control_rods WHERE name = 'auto-create'
                              AND (until IS NULL OR until > now()))
      ), made AS (
        INSERT INTO checks (project_id, name, slug) SELECT room.id, $2, $2 FROM room
        RETURNING id, code, project_id
      ), state AS (
        INSERT INTO check_state (check_id) SELECT id FROM made
      ), assigned AS (
        INSERT INTO check_channels (check_id, channel_id)
        SELECT made.id, c.id FROM made JOIN channels c ON c.project_id = made.project_id
      ), noted AS (
        INSERT INTO audit (project_id, actor, action, detail)
        SELECT project_id, 'ping:create', 'check.create',
               jsonb_build_object('check', code, 'slug', $2::text)
          FROM made
      )
      SELECT id FROM made
      """;

  private CheckCreation() {}

  /**
   * Locks projects, so that two listeners cannot both miss the same slug. Whoever makes checks
   * locks their project first; look for the slug again after this.
   */
  static void lockProjects(Work work, List<Long> projects) {
    work.answer(
        work.send(
            "SELECT id FROM projects WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
            Tuple.tuple().addArrayOfLong(projects.toArray(Long[]::new))));
  }

  /**
   * Makes a check with all defaults and all channels of its project, named like its slug.
   *
   * @return one row with its id; none if the project has too many checks or is gone, or operators
   *     have set the control rod {@code auto-create}
   */
  static Future<RowSet<Row>> create(Work work, String slug, long project) {
    return work.send(CREATE, Tuple.of(project, slug));
  }
}
