package dev.tocsin.dashboard.channels;

import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.Optional;
import java.util.OptionalLong;

/** Tests of channels: asked for here, sent by the alerter like any alert. Blocking. */
public final class ChannelTests {

  /** Most tests that wait for one channel: whoever wants more wants something else. */
  public static final int MOST = 10;

  private final Db db;

  public ChannelTests(Db db) {
    this.db = db;
  }

  /**
   * Queues a test and hurries its lane. The alerter sends it.
   *
   * @return the delivery; empty: {@link #MOST} wait for this channel already
   */
  public OptionalLong ask(ChannelRow channel, String actor) {
    return db.transaction(
        "testing channel " + channel.code(),
        tx -> {
          Optional<Long> delivery =
              tx.first(
                  "queueing a test",
                  """
                  INSERT INTO deliveries (channel_id, reason)
                  SELECT ?, 'test'
                   WHERE (SELECT count(*) FROM deliveries
                           WHERE channel_id = ? AND message_id IS NULL AND withheld IS NULL
                             AND reason = 'test') < ?
                  RETURNING id
                  """,
                  row -> row.number("id"),
                  channel.id(),
                  channel.id(),
                  MOST);
          if (delivery.isEmpty()) {
            return OptionalLong.empty();
          }
          hurry(tx, channel.id());
          ProjectChannels.note(
              tx,
              channel.projectId(),
              actor,
              "channel.test",
              channel.code(),
              channel.kind(),
              channel.name());
          return OptionalLong.of(delivery.get());
        });
  }

  private static void hurry(Tx tx, long channelId) {
    tx.update(
        "hurrying a lane",
        """
        INSERT INTO lanes (channel_id, next_at) VALUES (?, clock_timestamp())
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
        SELECT coalesce(m.state, 'waiting') AS state, coalesce(m.attempts, 0) AS attempts,
               coalesce(a.detail, '') AS detail,
               extract(epoch FROM clock_timestamp() - d.created_at)::bigint AS seconds
          FROM deliveries d
          LEFT JOIN messages m ON m.id = d.message_id
          LEFT JOIN LATERAL (SELECT detail FROM attempts
                              WHERE message_id = m.id ORDER BY id DESC LIMIT 1) a ON true
         WHERE d.id = ? AND d.channel_id = ? AND d.reason = 'test'
        """,
        row ->
            new TestResult(
                delivery,
                row.string("state"),
                row.integer("attempts"),
                row.string("detail"),
                row.number("seconds")),
        delivery,
        channel.id());
  }
}
