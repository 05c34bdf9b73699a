package dev.tocsin.ping.journal;

import dev.tocsin.ping.ears.Ears;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every moment of a stream: it was heard, or it was not, and why. The one rule: what
 * is accounted for never moves over more than two seconds, nor over anything that was noticed,
 * without a {@link DeafTime} that says so. Since marks, notes and pings all pass by here, nothing
 * that is derived from them can.
 *
 * <p>As long as it is not clear yet whether an event loop stands still or is merely late, nothing
 * is said, and hearing does not move on.
 *
 * <p>Stamps are microseconds since 1970. Not thread-safe: the sequencer's lock guards it.
 */
final class Listening {

  /** Longer than this without a word means that nobody was there to say one. */
  static final long GAP_MICROS = Sign.GAP.toNanos() / 1_000;

  /** A time that goes on is told of so often: hearing moves on by that much at a time. */
  private static final long AGAIN_MICROS = 1_000_000;

  /** An event loop that owes an answer for so long may be standing still. */
  private static final long LATE_NANOS = 600_000_000L;

  /** And now it does: with the time until it was asked, less than two seconds of it are missed. */
  private static final long STALLED_NANOS = 1_500_000_000L;

  private final Ears ears;
  private long accounted;
  private long lookedNanos;
  private @Nullable DeafCause open;
  private long openSince;
  private @Nullable DeafCause jumped;
  private boolean over;

  /** From the stream's first stamp on. */
  Listening(Ears ears, long stamp, long nano) {
    this.ears = ears;
    this.accounted = stamp;
    this.lookedNanos = nano;
  }

  /** Up to here it is known whether pings were heard, and the records say it. */
  long accounted() {
    return accounted;
  }

  /** Whether so much has passed that a ping with this stamp must come after a word about it. */
  boolean overdue(long stamp) {
    return !over && stamp - accounted > GAP_MICROS;
  }

  /** Whether all was well up to this stamp. */
  boolean hears(long stamp) {
    return !over && open == null && accounted == stamp;
  }

  /**
   * Time moved on.
   *
   * @param journal why the journal takes no pings; null: it does
   * @return what is to be recorded; null: nothing
   */
  @Nullable DeafTime until(long stamp, long nano, @Nullable DeafCause journal) {
    if (over || stamp <= accounted) {
      return null;
    }
    DeafCause gap = gap(stamp, nano);
    DeafCause cause = gap == null ? state(nano, journal) : gap;
    lookedNanos = nano;
    if (gap != null) {
      return said(gap, stamp, false);
    }
    if (cause != null) {
      boolean again = cause == open;
      return again && stamp - accounted < AGAIN_MICROS ? null : said(cause, stamp, true);
    }
    if (open != null) {
      return said(open, stamp, false); // up to the moment at which it was seen to be over
    }
    if (ears.stalledNanos(nano) <= LATE_NANOS) {
      accounted = stamp;
    }
    return null;
  }

  private @Nullable DeafCause gap(long stamp, long nano) {
    DeafCause jump = jumped;
    jumped = null;
    if (stamp - accounted <= GAP_MICROS) {
      return null;
    }
    boolean suspended = ears.suspended(nano);
    if (suspended) {
      ears.forgive(nano);
    }
    if (jump != null) {
      return jump;
    }
    if (!suspended && ears.stalledNanos(nano) > STALLED_NANOS) {
      return DeafCause.STALLED;
    }
    return DeafCause.SUSPENDED;
  }

  private @Nullable DeafCause state(long nano, @Nullable DeafCause journal) {
    if (!ears.isBound()) {
      return DeafCause.UNBOUND;
    }
    if (ears.stalledNanos(nano) > STALLED_NANOS) {
      return DeafCause.STALLED;
    }
    if (journal != null) {
      return journal;
    }
    return ears.refusing(lookedNanos, nano) ? DeafCause.REFUSED : null;
  }

  private DeafTime said(DeafCause cause, long stamp, boolean goesOn) {
    if (open != cause) {
      openSince = accounted;
    }
    DeafTime said = time(cause, openSince, stamp);
    open = goesOn ? cause : null;
    accounted = stamp;
    return said;
  }

  /**
   * The stamps jumped: forward, and the gap is explained; or back, and begins anew there. If they
   * were corrected, so is what they were said of, and there is no gap.
   */
  void jumped(ClockEvent event) {
    if (event.why() == ClockEvent.Why.CORRECTED) {
      long by = event.by().toNanos() / 1_000;
      accounted += by;
      openSince += by;
    } else if (event.back()) {
      accounted = StampClock.micros(event.to());
      open = null;
      jumped = null;
    } else {
      jumped = event.why() == ClockEvent.Why.SLEPT ? DeafCause.SUSPENDED : DeafCause.CLOCK_FORWARD;
    }
  }

  /**
   * Records from {@code since} on are void, and whoever sent the pings among them was refused.
   *
   * @return what is to be recorded instead
   */
  DeafTime refusedAll(long since, long stamp) {
    open = null;
    accounted = Math.max(accounted, stamp);
    return time(DeafCause.REFUSED, since, stamp);
  }

  /** Nothing is heard from here on, for good. */
  void over() {
    over = true;
  }

  private static DeafTime time(DeafCause cause, long since, long until) {
    return new DeafTime(StampClock.instant(since), StampClock.instant(until), cause);
  }
}
