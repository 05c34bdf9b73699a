package dev.tocsin.dashboard;

import dev.tocsin.store.Db;

/** Many checks that are all well, each with forty pings, beside those that there are. */
final class BigFleet {

  private BigFleet() {}

  static void fill(Db db, long projectId, int checks) {
    db.transaction(
        "filling",
        tx -> {
          tx.update(
              "checks",
              """
              INSERT INTO checks (project_id, name, tags, timeout, grace)
              SELECT ?, 'job ' || i, 'host' || (i % 50) || ' prod', interval '3600 s', interval '600 s'
                FROM generate_series(1, ?) i
              """,
              projectId,
              checks);
          tx.update(
              "states",
              """
              INSERT INTO check_state (check_id, status, n_pings, last_ping, deadline)
              SELECT id, 'up', 40, now() - (id % 1800) * interval '1 s',
                     now() - (id % 1800) * interval '1 s' + interval '4200 s'
                FROM checks WHERE project_id = ? AND name LIKE 'job %'
              """,
              projectId);
          tx.update(
              "pings",
              """
              INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
              SELECT id, n, now() - (id % 1800) * interval '1 s' - (40 - n) * interval '3600 s',
                     'success', 'https', 'GET', 'curl/8.5.0'
                FROM checks, generate_series(1, 40) n WHERE project_id = ? AND name LIKE 'job %'
              """,
              projectId);
          return true;
        });
    db.query("analysing", "SELECT 1 AS one FROM checks LIMIT 1", row -> row.number("one"));
  }
}
