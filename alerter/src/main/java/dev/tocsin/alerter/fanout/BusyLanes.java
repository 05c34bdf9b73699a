package dev.tocsin.alerter.fanout;

import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Wakes lanes that were in the middle of a turn when something was put into them. Fan-out does not
 * wait for those: a turn takes as long as several statements, there are as many lanes as channels,
 * and the lanes in turn would wait for fan-out. The lane is woken here, after the transaction that
 * made its deliveries: the turn it was in may have ended without seeing them.
 *
 * <p>Where a process dies in between, a look at all lanes once a minute finds what waits in one
 * that sleeps. Not for several threads, but for {@link #add}.
 */
public final class BusyLanes {

  private static final Duration LOOK_AT_ALL = Duration.ofMinutes(1);

  private final Db db;
  private final int breakerAfter;
  private final Runnable whenWoken;
  private final Set<Long> channels = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoTime;
  private volatile Runnable whenAdded = () -> {};
  private long lookAt;

  /**
   * @param breakerAfter a lane with as many failures in a row is not hurried: it waits its time
   * @param whenWoken called when lanes have something to do
   * @param nanoTime monotonic nanoseconds
   */
  public BusyLanes(Db db, int breakerAfter, Runnable whenWoken, LongSupplier nanoTime) {
    this.db = db;
    this.breakerAfter = breakerAfter;
    this.whenWoken = whenWoken;
    this.nanoTime = nanoTime;
    this.lookAt = nanoTime.getAsLong();
  }

  /** What to call when there is something to do here. */
  public void whenAdded(Runnable wake) {
    whenAdded = wake;
  }

  /** Something waits in these lanes, and what made it has committed. */
  public void add(Collection<Long> busy) {
    if (!busy.isEmpty()) {
      channels.addAll(busy);
      whenAdded.run();
    }
  }

  /** Wakes all that were added; true if there are more by now. */
  public boolean runOnce() {
    List<Long> now = List.copyOf(channels);
    now.forEach(this::wake);
    int asleep = nanoTime.getAsLong() - lookAt < 0 ? 0 : wakeSleepers();
    if (!now.isEmpty() || asleep > 0) {
      whenWoken.run();
    }
    return !channels.isEmpty();
  }

  /** One at a time: whoever waits for one must hold no other. */
  private void wake(long channel) {
    db.update(
        "waking lane " + channel,
        """
        UPDATE lanes SET next_at = least(next_at, now())
         WHERE channel_id = ? AND (failures < ? OR next_at IS NULL)
        """,
        channel,
        breakerAfter);
    channels.remove(channel);
  }

  private int wakeSleepers() {
    int woken =
        db.update(
            "waking lanes that sleep over something",
            """
            UPDATE lanes l SET next_at = now()
             WHERE l.lease IS NULL
               AND (l.next_at IS NULL OR (l.next_at > now() + ?::interval AND l.failures < ?))
               AND EXISTS (SELECT 1 FROM deliveries d WHERE d.channel_id = l.channel_id
                              AND d.message_id IS NULL AND d.withheld IS NULL)
            """,
            LOOK_AT_ALL,
            breakerAfter);
    lookAt = nanoTime.getAsLong() + LOOK_AT_ALL.toNanos();
    return woken;
  }
}
