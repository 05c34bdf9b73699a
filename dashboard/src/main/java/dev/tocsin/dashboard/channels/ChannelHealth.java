package dev.tocsin.dashboard.channels;

import dev.tocsin.store.Db;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a channel fares.
 *
 * @param delivered messages ever
 * @param failed messages ever
 * @param failures in a row, right now
 */
public record ChannelHealth(long delivered, long failed, int failures) {

  /** Nothing was ever sent. */
  public static final ChannelHealth UNUSED = new ChannelHealth(0, 0, 0);

  /** Of the channels of a project, by channel id. */
  public static Map<Long, ChannelHealth> of(Db db, long projectId) {
    return db
        .query(
            "reading how the channels of project %d fare".formatted(projectId),
            """
            SELECT l.channel_id, l.delivered, l.failed, l.failures
              FROM lanes l JOIN channels c ON c.id = l.channel_id WHERE c.project_id = ?
            """,
            row ->
                Map.entry(
                    row.number("channel_id"),
                    new ChannelHealth(
                        row.number("delivered"), row.number("failed"), row.integer("failures"))),
            projectId)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** In words, for the list. */
  public String words() {
    if (delivered + failed == 0) {
      return "nothing sent yet";
    }
    String sent = "%,d sent".formatted(delivered);
    String bad = failed == 0 ? "" : ", %,d failed".formatted(failed);
    return sent + bad + (failures == 0 ? "" : ", the last %d in a row".formatted(failures));
  }
}
