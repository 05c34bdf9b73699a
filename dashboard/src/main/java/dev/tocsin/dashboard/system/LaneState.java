package dev.tocsin.dashboard.system;

import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lane of a channel before which something waits, or that has trouble.
 *
 * @param waiting alerts that are in no message yet
 * @param sending messages that have not arrived
 * @param oldest of both; null: there is none
 * @param failures in a row
 * @param next when it is tried again; null: when there is something to do
 * @param broken its target said that it will never take anything, and why; empty: not so
 */
public record LaneState(
    String project,
    String channel,
    String kind,
    long waiting,
    long sending,
    @Nullable Instant oldest,
    int failures,
    @Nullable Instant next,
    String broken) {

  /** So many failures in a row open the breaker, by the limits that the alerter has. */
  private static final int OPENS = 3;

  /**
   * All lanes together.
   *
   * @param listed those with something to say, the longest wait first; not all, if they are many
   */
  public record All(
      long waiting, long sending, long open, long broken, List<LaneState> listed, long more) {

    /** The longest wait; null: nothing waits. */
    public @Nullable Instant oldest() {
      return listed.isEmpty() ? null : listed.get(0).oldest();
    }
  }

  /** Only every so often it is tried whether the target is back. */
  public boolean open() {
    return failures >= OPENS;
  }

  static All read(Tx tx, int most) {
    record Row(LaneState lane, long waiting, long sending, long open, long broken, long all) {}
    List<Row> rows =
        tx.query(
            "reading the lanes",
            """
            WITH waiting AS (
              SELECT channel_id, count(*) AS n, min(created_at) AS oldest FROM deliveries
               WHERE message_id IS NULL AND withheld IS NULL GROUP BY channel_id),
            sending AS (
              SELECT channel_id, count(*) AS n, min(created_at) AS oldest FROM messages
               WHERE state = 'sending' GROUP BY channel_id)
            SELECT p.name AS project, c.name AS channel, c.kind, coalesce(w.n, 0) AS waiting,
                   coalesce(s.n, 0) AS sending, least(w.oldest, s.oldest) AS oldest, l.failures,
                   l.next_at, CASE WHEN c.broken_since IS NULL THEN '' ELSE c.broken_why END AS broken,
                   coalesce(sum(w.n) OVER (), 0)::bigint AS all_waiting,
                   coalesce(sum(s.n) OVER (), 0)::bigint AS all_sending,
                   count(*) FILTER (WHERE l.failures >= ?) OVER () AS all_open,
                   count(c.broken_since) OVER () AS all_broken, count(*) OVER () AS lanes
              FROM lanes l JOIN channels c ON c.id = l.channel_id JOIN projects p ON p.id = c.project_id
              LEFT JOIN waiting w ON w.channel_id = c.id LEFT JOIN sending s ON s.channel_id = c.id
             WHERE NOT p.system AND (w.n > 0 OR s.n > 0 OR l.failures > 0 OR c.broken_since IS NOT NULL)
             ORDER BY least(w.oldest, s.oldest) NULLS LAST, c.id LIMIT ?
            """,
            row ->
                new Row(
                    new LaneState(
                        row.string("project"),
                        row.string("channel"),
                        row.string("kind"),
                        row.number("waiting"),
                        row.number("sending"),
                        row.instantOrNull("oldest"),
                        row.integer("failures"),
                        row.instantOrNull("next_at"),
                        row.string("broken")),
                    row.number("all_waiting"),
                    row.number("all_sending"),
                    row.number("all_open"),
                    row.number("all_broken"),
                    row.number("lanes")),
            OPENS,
            most);
    List<LaneState> listed = rows.stream().map(Row::lane).toList();
    return rows.stream()
        .findFirst()
        .map(
            row ->
                new All(
                    row.waiting(),
                    row.sending(),
                    row.open(),
                    row.broken(),
                    listed,
                    row.all() - listed.size()))
        .orElse(new All(0, 0, 0, 0, List.of(), 0));
  }
}
