package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the streams that the database knows of may be believed to be all there are.
 *
 * <p>After the database was away, listeners may be waiting to tell it what they heard meanwhile,
 * and of one that started meanwhile it knows nothing at all. So after every gap of one's own (the
 * start, a lost connection, a long silence, a server that restarted or is another one now) nobody
 * judges silence before {@code settle} is over: by then all who waited for the same database have
 * registered.
 *
 * <p>Whoever applies pings cannot leave a judgement for later: what a ping that comes late has
 * missed is judged with it, or never. So it waits for that; but not for ever where gap comes upon
 * gap, since a connection that breaks again and again must not hold up pings.
 *
 * <p>Passive: each look is told the time. For one thread.
 */
public final class Settling {

  /** Longer than this without a word of the database is a gap: we were stopped or stuck. */
  public static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  /** After gap upon gap, no ping waits longer than so many times of settling. */
  private static final int LONGEST = 2;

  private final long settleNanos;
  private final Duration gap;
  private boolean settled;
  private boolean counting;
  private long believedFrom;
  private boolean waiting; // from the first gap until it is settled
  private long waitUntil;
  private boolean hurried;
  private long lastSeen;
  private long lookedAt;
  private @Nullable Instant serverStart;
  private Instant seenAt = Instant.MAX; // by the database's clock, which does not sleep with us

  /**
   * @param settle how long after a gap
   * @param gap longer than this without a word of the database is one
   */
  public Settling(Duration settle, Duration gap) {
    this.settleNanos = settle.toNanos();
    this.gap = gap;
  }

  /** Something was lost: all begins anew with the next look. */
  public void distrust() {
    settled = false;
    counting = false;
  }

  /** The database answered at this moment, of {@link System#nanoTime}. */
  public void seen(long nanos) {
    lastSeen = nanos;
  }

  /**
   * The database answered, and said something of itself.
   *
   * @param nanos the moment, of {@link System#nanoTime}
   * @param now the same by the database's clock
   * @param start when its server process started
   * @return false if there was a gap since the last look
   */
  public boolean look(long nanos, Instant now, Instant start) {
    // Our own clock stands still while the machine sleeps, the database's goes on.
    boolean slept =
        now.isAfter(seenAt)
            && longer(Duration.between(seenAt, now).minusNanos(nanos - lookedAt), gap);
    boolean silent = longer(Duration.ofNanos(nanos - lastSeen), gap);
    boolean lost = !start.equals(serverStart) || slept || silent;
    if (lost) {
      distrust();
    }
    serverStart = start;
    seenAt = now;
    lookedAt = nanos;
    lastSeen = nanos;
    count(nanos);
    return !lost;
  }

  private void count(long nanos) {
    if (!settled && !counting) {
      counting = true;
      believedFrom = nanos + settleNanos;
      waitUntil = waiting ? waitUntil : nanos + LONGEST * settleNanos;
      waiting = true;
    }
    if (nanos - believedFrom >= 0) {
      settled = true;
      waiting = false;
    }
  }

  private static boolean longer(Duration silence, Duration gap) {
    return silence.compareTo(gap) > 0;
  }

  /** Whether, as of the last look, all who listen are known: silence may be judged. */
  public boolean settled() {
    return settled;
  }

  /** From now on nothing is worth waiting for: whoever asks is about to end. */
  public void hurry() {
    hurried = true;
  }

  /** Whether it is worth waiting for others: it is not {@link #settled}, and not for too long. */
  public boolean worthWaiting(long nanos) {
    return !hurried && waiting && nanos - waitUntil < 0;
  }

  /**
   * What is to be thought of the other streams, as of the last look.
   *
   * @param nanos the moment, of {@link System#nanoTime}
   * @param heardThrough the smallest of all other open streams; {@link Instant#MAX}: there are none
   * @param strangers nodes are known that have no open stream: they may have heard what the
   *     database knows nothing of
   */
  public Others others(long nanos, Instant heardThrough, boolean strangers) {
    if (worthWaiting(nanos)) {
      return new Others(heardThrough, strangers ? Instant.MIN : heardThrough);
    }
    return new Others(settled || !strangers ? heardThrough : Instant.MIN, Instant.MAX);
  }
}
