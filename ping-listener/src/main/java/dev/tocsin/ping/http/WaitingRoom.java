package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.apply.Settled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pings that are on disk and whose clients wait for Postgres, in the journal's order. Passive and
 * thread-safe: told what happened, it says who may go, with which {@link WaitingPing#answer}.
 *
 * <p>The applier may come to a ping before the journal's receipts for its group have reached us;
 * what it says of such positions is remembered until they do.
 */
final class WaitingRoom {

  /** How long things go at the moment. */
  enum Pace {
    /** Applying keeps up: everybody waits for it. */
    QUICK,
    /** Applying is behind: for a known target, disk is enough. */
    BEHIND,
    /** Postgres is away: disk is enough for everybody. */
    AWAY
  }

  /**
   * So many pings of known targets wait for Postgres at once; for more, disk is enough. Clients
   * that all wait send nothing meanwhile: batches stay small, and all go at the pace of Postgres'
   * round trips with both processors half idle.
   */
  static final int MOST_KNOWN = 200;

  private final long ackNanos;
  private final long resolveNanos;

  // Both in order of position and of the end of their waits; the second by position, too, since the
  // applier asks for single ones of them.
  private final ArrayDeque<WaitingPing> known = new ArrayDeque<>();
  private final LinkedHashMap<Long, WaitingPing> unknown = new LinkedHashMap<>();

  private final Map<Long, Applied> earlyFates = new HashMap<>();
  private final Set<Long> earlyMissing = new HashSet<>();
  private long receivedThrough;
  private long appliedThrough;

  WaitingRoom(Duration ackWait, Duration resolveWait) {
    this.ackNanos = ackWait.toNanos();
    this.resolveNanos = resolveWait.toNanos();
  }

  /** A group reached the disk. */
  synchronized List<WaitingPing> durable(List<WaitingPing> group, Pace pace, long now) {
    List<WaitingPing> free = new ArrayList<>();
    for (WaitingPing ping : group) {
      receivedThrough = ping.end;
      if (earlyMissing.contains(ping.position)) {
        ping.answer = Answer.NOT_FOUND;
      }
      if (ping.end <= appliedThrough) {
        ping.answer = answer(earlyFates.getOrDefault(ping.position, Applied.RECORDED));
        free.add(ping);
      } else if (ping.unknown != null) {
        ping.until = now + resolveNanos;
        unknown.put(ping.position, ping);
      } else if (pace == Pace.QUICK && known.size() < MOST_KNOWN) {
        ping.until = now + ackNanos;
        known.add(ping);
      } else {
        free.add(ping);
      }
    }
    forgetEarly();
    if (pace == Pace.AWAY) {
      takeUnknown(true, now, free);
    }
    return free;
  }

  /** Up to here everything is on disk, pings that nobody waits for here included. */
  synchronized void passed(long through) {
    receivedThrough = Math.max(receivedThrough, through);
    forgetEarly();
  }

  private void forgetEarly() {
    earlyFates.keySet().removeIf(position -> position < receivedThrough);
    earlyMissing.removeIf(position -> position < receivedThrough);
  }

  /**
   * The applier has not found the check of this ping. Says whether its client was answered 200
   * already; if not, it will not be any more.
   */
  synchronized boolean answered(long position) {
    if (position >= receivedThrough) {
      earlyMissing.add(position);
      return false;
    }
    WaitingPing ping = unknown.get(position);
    Iterator<WaitingPing> all = known.iterator(); // a known check that was just deleted
    while (ping == null && all.hasNext()) {
      WaitingPing one = all.next();
      ping = one.position == position ? one : null;
    }
    if (ping == null) {
      return true;
    }
    ping.answer = Answer.NOT_FOUND;
    return false;
  }

  /**
   * Everything before {@code through} is settled; {@code exceptions} says what was not recorded.
   */
  synchronized List<WaitingPing> applied(long through, List<Settled> exceptions) {
    appliedThrough = through;
    Map<Long, Applied> fates = new HashMap<>();
    for (Settled settled : exceptions) {
      (settled.position() < receivedThrough ? fates : earlyFates)
          .put(settled.position(), settled.result());
    }
    List<WaitingPing> free = new ArrayList<>();
    while (!known.isEmpty() && known.peek().end <= through) {
      free.add(known.remove());
    }
    Iterator<WaitingPing> rest = unknown.values().iterator();
    while (rest.hasNext()) {
      WaitingPing ping = rest.next();
      if (ping.end > through) {
        break;
      }
      rest.remove();
      free.add(ping);
    }
    for (WaitingPing ping : free) {
      ping.answer = answer(fates.getOrDefault(ping.position, Applied.RECORDED));
    }
    return free;
  }

  /** Time passed: who has waited enough goes with what is sure. */
  synchronized List<WaitingPing> sweep(Pace pace, long now) {
    List<WaitingPing> free = new ArrayList<>();
    while (!known.isEmpty() && (pace != Pace.QUICK || known.peek().until - now <= 0)) {
      free.add(known.remove());
    }
    takeUnknown(pace == Pace.AWAY, now, free);
    return free;
  }

  private void takeUnknown(boolean all, long now, List<WaitingPing> free) {
    Iterator<WaitingPing> rest = unknown.values().iterator();
    while (rest.hasNext()) {
      WaitingPing ping = rest.next();
      if (!all && ping.until - now > 0) {
        break;
      }
      rest.remove();
      free.add(ping);
    }
  }

  static Answer answer(Applied fate) {
    return switch (fate) {
      case RECORDED -> Answer.OK;
      case CREATED -> Answer.CREATED;
      case NOT_FOUND -> Answer.NOT_FOUND;
      case AMBIGUOUS -> Answer.AMBIGUOUS;
      // Set aside for people to look at: it is on disk, and the same ping again would fare no
      // better.
      case QUARANTINED -> Answer.OK;
    };
  }
}
