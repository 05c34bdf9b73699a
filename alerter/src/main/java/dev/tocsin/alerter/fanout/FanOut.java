package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The only maker of deliveries: takes flips in the order in which they were written and makes one
 * delivery for each channel of the check, and for each member of a group of channels: one, however
 * many ways lead there.
 *
 * <p>One alerter at a time, by an advisory lock of the transaction: of two at work, the second
 * could hand over a later flip of a check before the first has committed the earlier one.
 *
 * <p>What this version cannot read must not hold up what is behind it: see {@link UnknownFlips}.
 */
public final class FanOut {

  /** Any number that nothing else in this database locks. */
  private static final long LOCK = 0x746f6373696e01L;

  /** SQLSTATE: a check or channel went away between our reading and our writing. */
  private static final String GONE = "23503";

  private final Db db;
  private final int batch;
  private final int breakerAfter;
  private final Duration groupWindow;
  private final Runnable whenMade;
  private final AlerterMetrics metrics;
  private final UnknownFlips unknown;

  /**
   * @param batch most flips per transaction
   * @param breakerAfter a lane with as many failures in a row is not hurried: it waits its time
   * @param groupWindow a lane that groups is not hurried before its window ends: it would only look
   * @param whenMade called after deliveries were made
   */
  public FanOut(
      Db db,
      int batch,
      int breakerAfter,
      Duration groupWindow,
      Runnable whenMade,
      AlerterMetrics metrics) {
    this.db = db;
    this.batch = batch;
    this.breakerAfter = breakerAfter;
    this.groupWindow = groupWindow;
    this.whenMade = whenMade;
    this.metrics = metrics;
    this.unknown = new UnknownFlips(db, metrics);
  }

  /** Hands over one batch of flips; true if there is more to do at once. */
  public boolean runOnce() {
    try {
      Round round = db.transaction("fanning out flips", this::round);
      if (round.deliveries() > 0) {
        metrics.fannedOut(round.deliveries());
        whenMade.run();
      }
      boolean more = round.flips() == batch;
      if (!more) {
        unknown.look();
      }
      return more;
    } catch (DbException e) {
      if (e.sqlState().equals(GONE)) {
        return true;
      }
      throw e;
    }
  }

  private Round round(Tx tx) {
    if (!mineAlone(tx)) {
      return Round.NOTHING;
    }
    // A statement of its own, after the lock: it must see what the last holder committed.
    List<WaitingFlip> flips =
        tx.query(
            "reading flips",
            """
            SELECT id, old_status, new_status FROM flips
             WHERE NOT fanned_out AND old_status = ANY(?) AND new_status = ANY(?)
             ORDER BY id LIMIT ?
            """,
            WaitingFlip::of,
            UnknownFlips.KNOWN,
            UnknownFlips.KNOWN,
            batch);
    if (flips.isEmpty()) {
      return Round.NOTHING;
    }
    List<Long> alerting = flips.stream().filter(WaitingFlip::alerts).map(WaitingFlip::id).toList();
    int deliveries = alerting.isEmpty() ? 0 : makeDeliveries(tx, alerting);
    if (deliveries > 0) {
      hurryLanes(tx, alerting);
    }
    tx.update(
        "marking flips as fanned out",
        "UPDATE flips SET fanned_out = true WHERE id = ANY(?)",
        flips.stream().map(WaitingFlip::id).toList());
    return new Round(flips.size(), deliveries);
  }

  private static boolean mineAlone(Tx tx) {
    return tx.first(
            "locking the fan-out",
            "SELECT pg_try_advisory_xact_lock(?) AS mine",
            row -> row.flag("mine"),
            LOCK)
        .orElse(false);
  }

  private static int makeDeliveries(Tx tx, List<Long> flips) {
    return tx.update(
        "making deliveries",
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id)
        SELECT f.id, t.target_id, f.check_id
          FROM flips f
          JOIN check_channels cc ON cc.check_id = f.check_id
          JOIN channel_targets t ON t.channel_id = cc.channel_id
         WHERE f.id = ANY(?)
         ORDER BY f.id, t.target_id
        ON CONFLICT DO NOTHING
        """,
        flips);
  }

  /** In the same transaction: a lane is never asleep while something waits in it. */
  private void hurryLanes(Tx tx, List<Long> flips) {
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
         WHERE d.flip_id = ANY(?)
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

  /** The reason is no business of ours: whatever it says, people are told by the statuses. */
  private record WaitingFlip(long id, boolean alerts) {
    static WaitingFlip of(Row row) throws SQLException {
      Status from = Status.of(row.string("old_status"));
      Status to = Status.of(row.string("new_status"));
      return new WaitingFlip(row.number("id"), Flip.alerts(from, to));
    }
  }

  private record Round(int flips, int deliveries) {
    static final Round NOTHING = new Round(0, 0);
  }
}
