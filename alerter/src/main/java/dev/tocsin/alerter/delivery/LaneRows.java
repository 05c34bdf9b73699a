package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lanes as rows. All times are the database's: several alerters must agree on when a lease ends.
 */
final class LaneRows {

  /**
   * Whether operators hold the alerts of a channel {@code c} back. Never those of the canary: that
   * the rest works is to be known meanwhile, too.
   */
  private static final String PAUSED =
      """
      (c.kind <> 'canary'
       AND EXISTS (SELECT FROM control_rods r WHERE r.name IN ('sending', 'sending:' || c.kind)
                      AND (r.until IS NULL OR r.until > now())))
      """;

  private LaneRows() {}

  /** A lane that is ours now. */
  record Claimed(long channelId, boolean takenOver) {}

  /**
   * What a lane's row says, and the channel's.
   *
   * @param now the database's clock, after the lock was granted
   * @param pacedTo the pace of the target is used up to then: see {@link Pacing}
   * @param paused a control rod holds its alerts back
   * @param skipsShort whether downs that are over before they could be told are not told
   */
  record Lane(
      Instant now,
      int failures,
      Windows windows,
      @Nullable Instant pacedTo,
      boolean broken,
      boolean paused,
      boolean skipsShort,
      ChannelRow channel) {

    private static Lane of(Row row) throws SQLException {
      return new Lane(
          row.instant("now"),
          row.integer("failures"),
          new Windows(
              new Window(row.instantOrNull("down_sent_at"), row.integer("down_step")),
              new Window(row.instantOrNull("up_sent_at"), row.integer("up_step"))),
          row.instantOrNull("paced_to"),
          row.flag("broken"),
          row.flag("paused"),
          row.flag("skip_short"),
          new ChannelRow(row.uuid("code"), row.string("kind"), row.bytes("settings")));
    }
  }

  /**
   * Takes lanes that have something to do and no living holder.
   *
   * @param held channels whose lanes this process holds: a lease of our own that ran out while the
   *     database was away is still our business
   * @param takeOver whether leases of others that ran out may be taken
   */
  static List<Claimed> claim(
      Tx tx, UUID lease, Duration length, Collection<Long> held, boolean takeOver, int most) {
    return tx.query(
        "claiming lanes",
        """
        WITH due AS (
          SELECT channel_id, lease FROM lanes
           WHERE next_at <= now() AND (lease IS NULL OR (? AND leased_until < now()))
             AND channel_id <> ALL(?)
             AND (NOT EXISTS (SELECT FROM control_rods WHERE name LIKE 'sending%%')
                  OR NOT EXISTS (SELECT FROM channels c WHERE c.id = channel_id AND %s))
           ORDER BY next_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED)
        UPDATE lanes SET lease = ?, leased_until = now() + ?
          FROM due WHERE lanes.channel_id = due.channel_id
        RETURNING lanes.channel_id, due.lease IS NOT NULL AS taken_over
        """
            .formatted(PAUSED),
        row -> new Claimed(row.number("channel_id"), row.flag("taken_over")),
        takeOver,
        held,
        most,
        lease,
        length);
  }

  /** Locks the row of a lane; empty if it is not ours any more, or gone with its channel. */
  static Optional<Lane> lock(Tx tx, long channelId, UUID lease) {
    return tx.first(
        "locking a lane",
        """
        SELECT clock_timestamp() AS now, l.failures, l.down_sent_at, l.down_step, l.up_sent_at,
               l.up_step, l.paced_to, c.broken_since IS NOT NULL AS broken, %s AS paused, c.skip_short, c.code, c.kind, c.settings
          FROM lanes l JOIN channels c ON c.id = l.channel_id
         WHERE l.channel_id = ? AND l.lease = ? FOR NO KEY UPDATE OF l
        """
            .formatted(PAUSED),
        Lane::of,
        channelId,
        lease);
  }

  /** Keeps a lane for another {@code length}. */
  static void keep(
      Tx tx,
      long channelId,
      Duration length,
      int failures,
      Windows windows,
      @Nullable Instant pacedTo) {
    tx.update(
        "keeping a lane",
        """
        UPDATE lanes SET leased_until = clock_timestamp() + ?, failures = ?,
                         down_sent_at = ?, down_step = ?, up_sent_at = ?, up_step = ?,
                         paced_to = ?
         WHERE channel_id = ?
        """,
        length,
        failures,
        windows.downs().sentAt(),
        windows.downs().step(),
        windows.ups().sentAt(),
        windows.ups().step(),
        pacedTo,
        channelId);
  }

  /** Gives a lane back; the same transaction has seen all that waits in it. */
  static void release(Tx tx, long channelId, int failures, Optional<Instant> next) {
    tx.update(
        "giving a lane back",
        """
        UPDATE lanes SET lease = NULL, leased_until = NULL, failures = ?, next_at = ?
         WHERE channel_id = ?
        """,
        failures,
        next.orElse(null),
        channelId);
  }

  /** The target said that it will never take a message. */
  static void markBroken(Tx tx, long channelId, String why) {
    tx.update(
        "marking a channel as broken",
        """
        UPDATE channels SET broken_since = coalesce(broken_since, now()), broken_why = ?
         WHERE id = ?
        """,
        why,
        channelId);
  }

  static void markMended(Tx tx, long channelId) {
    tx.update(
        "marking a channel as mended",
        "UPDATE channels SET broken_since = NULL, broken_why = '' WHERE id = ?",
        channelId);
  }

  /** What holds downs, and what holds ups. */
  record Windows(Window downs, Window ups) {}

  /**
   * How to open a channel.
   *
   * @param settings encrypted
   */
  record ChannelRow(UUID code, String kind, byte[] settings) {}
}
