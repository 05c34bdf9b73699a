package dev.tocsin.dashboard.channels;

import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Optional;

/** Tests of channels: asked for here, sent by the alerter like any alert. Blocking. */
public final class ChannelTests {

  /** Most tests that wait for one channel: whoever wants more wants something else. */
  public static final int MOST = 10;

  private final Db db;

  public ChannelTests(Db db) {
    this.db = db;
  }

  /**
   * Queues a test and hurries its lane; for a group one to each member. The alerter sends it.
   *
   * @return the deliveries; none: {@link #MOST} wait for each of these channels already
   */
  public List<Long> ask(ChannelRow channel, String actor) {
    return db.transaction(
        "testing channel " + channel.code(),
        tx -> {
          List<Long> deliveries =
              tx.query(
                  "queueing a test",
                  """
                  INSERT INTO deliveries (channel_id, reason)
                  SELECT t.target_id, 'test' FROM channel_targets t
                   WHERE t.channel_id = ?
                     AND (SELECT count(*) FROM deliveries d
                           WHERE d.channel_id = t.target_id AND d.message_id IS NULL
                             AND d.withheld IS NULL AND d.reason = 'test') < ?
                   ORDER BY t.target_id
                  RETURNING id
                  """,
                  row -> row.number("id"),
                  channel.id(),
                  MOST);
          if (!deliveries.isEmpty()) {
            hurry(tx, channel.id());
            ProjectChannels.note(
                tx,
                channel.projectId(),
                actor,
                "channel.test",
                channel.code(),
                channel.kind(),
                channel.name());
          }
          return deliveries;
        });
  }

  static void hurry(Tx tx, long channelId) {
    tx.update(
        "hurrying a lane",
        """
        INSERT INTO lanes (channel_id, next_at)
        SELECT target_id, clock_timestamp() FROM channel_targets WHERE channel_id = ?
         ORDER BY target_id
        ON CONFLICT (channel_id) DO UPDATE
          SET next_at = least(lanes.next_at, excluded.next_at)
        """,
        channelId);
    ProjectChannels.tellAlerter(tx);
  }

  /** How a test is getting on; empty if it is not one of this channel. */
  public Optional<TestResult> result(ChannelRow channel, long delivery) {
    return db.first(
        "reading the result of a test",
        """
        SELECT CASE WHEN d.channel_id = ? THEN ''
                    ELSE coalesce(nullif(ch.name, ''), ch.kind) END AS member,
               coalesce(m.state, 'waiting') AS state, coalesce(m.attempts, 0) AS attempts,
               coalesce(a.detail, '') AS detail,
               extract(epoch FROM clock_timestamp() - d.created_at)::bigint AS seconds
          FROM deliveries d
          JOIN channel_targets t ON t.target_id = d.channel_id AND t.channel_id = ?
          JOIN channels ch ON ch.id = d.channel_id
          LEFT JOIN messages m ON m.id = d.message_id
          LEFT JOIN LATERAL (SELECT detail FROM attempts
                              WHERE message_id = m.id ORDER BY id DESC LIMIT 1) a ON true
         WHERE d.id = ? AND d.reason = 'test'
        """,
        row ->
            new TestResult(
                delivery,
                row.string("member"),
                row.string("state"),
                row.integer("attempts"),
                row.string("detail"),
                row.number("seconds")),
        channel.id(),
        channel.id(),
        delivery);
  }
}
