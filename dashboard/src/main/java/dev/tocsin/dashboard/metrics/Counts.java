package dev.tocsin.dashboard.metrics;

import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is counted of a project besides its checks' states: two statements, however many checks and
 * channels there are. What upkeep removes it adds to a number that stays, so no count ever falls.
 *
 * @param checks by id
 */
record Counts(Map<Long, Check> checks, List<Channel> channels) {

  /** A check that was made after they were counted. */
  private static final Check NONE = new Check(0, 0, 0, 0, 0, 0);

  /** What was counted of a check: its flips, and its pings by the kind they were recorded as. */
  record Check(long flips, long success, long start, long fail, long log, long ignored) {}

  /**
   * What became of the alerts for a channel.
   *
   * @param key stands for its code, which is for those who may change it
   */
  record Channel(String name, String kind, String key, long delivered, long failed, long waiting) {}

  static Counts of(Db db, ProjectMetrics.Reader reader) {
    long projectId = reader.projectId();
    return db.transaction(
        "counting for the metrics of project " + projectId,
        tx -> {
          Map<Long, Check> checks = new HashMap<>();
          tx.query(
              "counting flips and pings",
              """
              SELECT c.id, c.flips_removed + (SELECT count(*) FROM flips f WHERE f.check_id = c.id)
                           AS flips,
                     s.n_pings, coalesce(s.n_start, 0) AS n_start, coalesce(s.n_fail, 0) AS n_fail,
                     coalesce(s.n_log, 0) AS n_log, coalesce(s.n_ign, 0) AS n_ign
                FROM checks c JOIN check_state s ON s.check_id = c.id
               WHERE c.project_id = ?
              """,
              row -> checks.put(row.number("id"), check(row)),
              projectId);
          List<Channel> channels = reader.channels() ? channels(tx, projectId) : List.of();
          return new Counts(checks, channels);
        });
  }

  private static Check check(Row row) throws SQLException {
    long start = row.number("n_start");
    long fail = row.number("n_fail");
    long log = row.number("n_log");
    long ignored = row.number("n_ign");
    long success = row.number("n_pings") - start - fail - log - ignored;
    return new Check(row.number("flips"), success, start, fail, log, ignored);
  }

  /** What was counted of a check. */
  Check of(long id) {
    return checks.getOrDefault(id, NONE);
  }

  private static List<Channel> channels(Tx tx, long projectId) {
    return tx.query(
        "counting deliveries",
        """
                  SELECT c.code, c.name, c.kind,
                         coalesce(l.delivered, 0) AS delivered, coalesce(l.failed, 0) AS failed,
                         (SELECT count(*) FROM deliveries
                           WHERE channel_id = c.id AND message_id IS NULL
                             AND withheld IS NULL)
                         + (SELECT count(*) FROM messages m JOIN deliveries d ON d.message_id = m.id
                             WHERE m.channel_id = c.id AND m.state = 'sending') AS waiting
                    FROM channels c LEFT JOIN lanes l ON l.channel_id = c.id
                   WHERE c.project_id = ? ORDER BY c.id
                  """,
        row ->
            new Channel(
                row.string("name"),
                row.string("kind"),
                CheckObject.uniqueKey(row.uuid("code")),
                row.number("delivered"),
                row.number("failed"),
                row.number("waiting")),
        projectId);
  }
}
