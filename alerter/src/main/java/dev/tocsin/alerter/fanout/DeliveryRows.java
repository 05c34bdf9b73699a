package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.fanout.HandOver.Recovery;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes deliveries of flips, and wakes the lanes of their channels. The caller holds the {@link
 * FanOutLock}.
 */
public final class DeliveryRows {

  private final int breakerAfter;
  private final Duration groupWindow;
  private final Consumer<List<Long>> whenBusy;
  private volatile Consumer<Duration> whenHeld = wait -> {};

  /**
   * @param breakerAfter a lane with as many failures in a row is not hurried: it waits its time
   * @param groupWindow a lane that groups is not hurried before its window ends: it would only look
   * @param whenBusy wakes the lanes of these channels, once what was put into them has committed
   */
  public DeliveryRows(int breakerAfter, Duration groupWindow, Consumer<List<Long>> whenBusy) {
    this.breakerAfter = breakerAfter;
    this.groupWindow = groupWindow;
    this.whenBusy = whenBusy;
  }

  /** What to tell how long a lane waits that was woken, before it is to be looked at. */
  public void whenHeld(Consumer<Duration> wait) {
    whenHeld = wait;
  }

  /**
   * What was made.
   *
   * @param rows how many, withheld ones included
   * @param channels those in which one waits
   */
  record Made(int rows, List<Long> channels) {
    static final Made NOTHING = new Made(0, List.of());
  }

  /**
   * One delivery for each flip and channel of its check, or member of a group of channels, withheld
   * ones included: one, however many ways lead there.
   */
  static Made make(Tx tx, List<Telling> tellings) {
    if (tellings.isEmpty()) {
      return Made.NOTHING;
    }
    List<@Nullable String> withheld = new ArrayList<>();
    tellings.forEach(one -> withheld.add(one.withheld().map(Withheld::word).orElse(null)));
    record OfChannel(long channel, int rows, boolean waits) {}
    List<OfChannel> made =
        tx.query(
            "making deliveries",
            """
            WITH made AS (
              INSERT INTO deliveries (flip_id, channel_id, check_id, withheld)
              SELECT f.id, t.target_id, f.check_id, f.withheld
                FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS f(id, check_id, withheld)
                JOIN check_channels cc ON cc.check_id = f.check_id
                JOIN channel_targets t ON t.channel_id = cc.channel_id
               ORDER BY f.id, t.target_id
              ON CONFLICT DO NOTHING RETURNING channel_id, withheld)
            SELECT channel_id, count(*)::int AS made, bool_or(withheld IS NULL) AS waits
              FROM made GROUP BY channel_id
            """,
            row -> new OfChannel(row.number("channel_id"), row.integer("made"), row.flag("waits")),
            tellings.stream().map(one -> one.flip().id()).toList(),
            tellings.stream().map(one -> one.flip().check()).toList(),
            withheld);
    return new Made(
        made.stream().mapToInt(OfChannel::rows).sum(),
        made.stream().filter(OfChannel::waits).map(OfChannel::channel).toList());
  }

  /**
   * Whoever was called must hear that it is over: by an escalation, since he was on call then, or
   * because the check alerted his channel at the time.
   */
  static Made makeForThoseWhoKnow(Tx tx, List<Recovery> recoveries) {
    if (recoveries.isEmpty()) {
      return Made.NOTHING;
    }
    List<Long> channels =
        tx.query(
            "telling those who know of a down that it is over",
            """
            INSERT INTO deliveries (flip_id, channel_id, check_id)
            SELECT DISTINCT r.up, d.channel_id, d.check_id
              FROM unnest(?::bigint[], ?::bigint[]) AS r(down, up)
              JOIN deliveries d ON d.flip_id = r.down
             WHERE d.withheld IS NULL
             ORDER BY r.up, d.channel_id
            ON CONFLICT DO NOTHING RETURNING channel_id
            """,
            row -> row.number("channel_id"),
            recoveries.stream().map(Recovery::down).toList(),
            recoveries.stream().map(Recovery::up).toList());
    return new Made(channels.size(), channels.stream().distinct().toList());
  }

  /**
   * Wakes the lanes of channels in which a delivery waits, in the transaction that made it; but not
   * those that are in a turn at this moment, see {@link BusyLanes}. No lane can be deleted until
   * this transaction ends, since its deliveries would be left behind.
   *
   * @param downs whether downs are among what was made; they have a window of their own
   * @param ups whether ups are
   * @return the channels whose lanes are to be woken with {@link #committed}
   */
  public List<Long> hurryLanes(Tx tx, Collection<Long> channels, boolean downs, boolean ups) {
    if (channels.isEmpty()) {
      return List.of();
    }
    List<Long> busy = new ArrayList<>(lock(tx, channels, "KEY SHARE"));
    busy.removeAll(lock(tx, channels, "NO KEY UPDATE SKIP LOCKED"));
    List<Long> idle = channels.stream().filter(channel -> !busy.contains(channel)).toList();
    wake(tx, idle, downs, ups);
    return busy;
  }

  /** The deliveries are there to be seen: wakes the lanes that could not be woken before. */
  public void committed(List<Long> busy) {
    whenBusy.accept(busy);
  }

  private static List<Long> lock(Tx tx, Collection<Long> channels, String strength) {
    return tx.query(
        "locking lanes for " + strength,
        "SELECT channel_id FROM lanes WHERE channel_id = ANY(?) ORDER BY channel_id FOR "
            + strength,
        row -> row.number("channel_id"),
        channels);
  }

  private void wake(Tx tx, Collection<Long> channels, boolean downs, boolean ups) {
    tx
        .query(
            "hurrying lanes",
            """
            INSERT INTO lanes (channel_id, next_at)
            SELECT c.id, least(CASE WHEN ? THEN greatest(now(), l.down_sent_at + ?::interval) END,
                               CASE WHEN ? THEN greatest(now(), l.up_sent_at + ?::interval) END)
              FROM (SELECT DISTINCT id FROM unnest(?::bigint[]) AS told(id)) c
              LEFT JOIN lanes l ON l.channel_id = c.id
             ORDER BY c.id
            ON CONFLICT (channel_id) DO UPDATE
               SET next_at = CASE WHEN lanes.failures >= ? AND lanes.next_at IS NOT NULL
                                  THEN lanes.next_at
                                  ELSE least(lanes.next_at, excluded.next_at) END
            RETURNING greatest(next_at - clock_timestamp(), interval '0 s') AS wait
            """,
            row -> row.duration("wait"),
            downs,
            groupWindow,
            ups,
            groupWindow,
            channels,
            breakerAfter)
        .stream()
        .filter(wait -> !wait.isZero())
        .forEach(whenHeld);
    tx.query("notifying of deliveries", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
  }
}
