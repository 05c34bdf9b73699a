package dev.tocsin.dashboard.metrics;

import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is counted of a project besides its checks' states: two statements, however many checks and
 * channels there are. What upkeep removes it adds to a number that stays, so no count ever falls.
 *
 * @param flips by the id of their check
 */
record Counts(Map<Long, Long> flips, List<Channel> channels) {

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
          Map<Long, Long> flips = new HashMap<>();
          tx.query(
              "counting flips",
              """
              SELECT c.id, c.flips_removed + count(f.check_id) AS flips
                FROM checks c LEFT JOIN flips f ON f.check_id = c.id
               WHERE c.project_id = ? GROUP BY c.id
              """,
              row -> flips.put(row.number("id"), row.number("flips")),
              projectId);
          List<Channel> channels = reader.channels() ? channels(tx, projectId) : List.of();
          return new Counts(flips, channels);
        });
  }

  private static List<Channel> channels(Tx tx, long projectId) {
    return tx.query(
        "counting deliveries",
        """
                  SELECT c.code, c.name, c.kind,
                         coalesce(l.delivered, 0) AS delivered, coalesce(l.failed, 0) AS failed,
                         (SELECT count(*) FROM deliveries
                           WHERE channel_id = c.id AND message_id IS NULL)
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
