package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes deliveries of flips, and wakes the lanes of their channels. The caller holds the {@link
 * FanOutLock}.
 */
public final class DeliveryRows {

  private final int breakerAfter;
  private final Duration groupWindow;

  /**
   * @param breakerAfter a lane with as many failures in a row is not hurried: it waits its time
   * @param groupWindow a lane that groups is not hurried before its window ends: it would only look
   */
  public DeliveryRows(int breakerAfter, Duration groupWindow) {
    this.breakerAfter = breakerAfter;
    this.groupWindow = groupWindow;
  }

  /**
   * One delivery for each flip and channel of its check, or member of a group of channels, withheld
   * ones included: one, however many ways lead there.
   *
   * @return how many
   */
  static int make(Tx tx, List<Telling> tellings) {
    if (tellings.isEmpty()) {
      return 0;
    }
    List<@Nullable String> withheld = new ArrayList<>();
    tellings.forEach(one -> withheld.add(one.withheld().map(Withheld::word).orElse(null)));
    return tx.update(
        "making deliveries",
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id, withheld)
        SELECT f.id, t.target_id, f.check_id, f.withheld
          FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS f(id, check_id, withheld)
          JOIN check_channels cc ON cc.check_id = f.check_id
          JOIN channel_targets t ON t.channel_id = cc.channel_id
         ORDER BY f.id, t.target_id
        ON CONFLICT DO NOTHING
        """,
        tellings.stream().map(one -> one.flip().id()).toList(),
        tellings.stream().map(one -> one.flip().check()).toList(),
        withheld);
  }

  /**
   * Wakes the lanes in which a delivery of these flips waits, in the transaction that made it: a
   * lane is never asleep while something waits in it.
   */
  public void hurryLanes(Tx tx, Collection<Long> flips) {
    if (flips.isEmpty()) {
      return;
    }
    tx.update(
        "hurrying lanes",
        """
        INSERT INTO lanes (channel_id, next_at)
        SELECT d.channel_id,
               min(greatest(now(), CASE f.new_status WHEN 'down' THEN l.down_sent_at
                                                     ELSE l.up_sent_at END + ?::interval))
          FROM deliveries d
          JOIN flips f ON f.id = d.flip_id
          LEFT JOIN lanes l ON l.channel_id = d.channel_id
         WHERE d.flip_id = ANY(?) AND d.message_id IS NULL AND d.withheld IS NULL
         GROUP BY d.channel_id ORDER BY d.channel_id
        ON CONFLICT (channel_id) DO UPDATE
           SET next_at = CASE WHEN lanes.failures >= ? AND lanes.next_at IS NOT NULL
                              THEN lanes.next_at
                              ELSE least(lanes.next_at, excluded.next_at) END
        """,
        groupWindow,
        flips,
        breakerAfter);
    tx.query("notifying of deliveries", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
  }
}
