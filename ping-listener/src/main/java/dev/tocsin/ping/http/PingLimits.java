package dev.tocsin.ping.http;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Bounds of hearing and answering.
 *
 * @param bodyLimit so many bytes of a body are kept, the rest is dropped; empty: all of it, up to
 *     {@code maxBody}
 * @param maxBody more than this many bytes of a body are never kept
 * @param maxReadingBytes beyond this many bytes of bodies that are still arriving we answer 503:
 *     slow senders must not fill the memory
 * @param maxWaiting beyond this many requests without an answer we answer 503: a slow disk or
 *     database must not become an out-of-memory
 * @param ackWait so long a ping that is on disk waits for Postgres; then disk is enough
 * @param resolveWait so long a ping for a target not yet known waits for the truth
 * @param unknownPercent the share of {@code maxWaiting} and of the journal that pings for targets
 *     not yet known may take: a flood of random ids must not crowd out real pings
 * @param peerPercent the share of that share that one socket peer may take
 * @param maxPeers so many peers are told apart; all others share one peer's share
 * @param pingsPerMinute more pings of one target than this are answered 429; 0: no limit
 * @param pingsPerCheck so many pings of one target are heard in a minute whatever its project sends
 * @param maxRated so many targets are counted for that; beyond it the oldest counts start anew
 */
public record PingLimits(
    OptionalInt bodyLimit,
    int maxBody,
    long maxReadingBytes,
    int maxWaiting,
    Duration ackWait,
    Duration resolveWait,
    int unknownPercent,
    int peerPercent,
    int maxPeers,
    int pingsPerMinute,
    int pingsPerCheck,
    int maxRated) {

  /** What a job may have to say in its shortest period: start, log, end, and each once more. */
  public static final int PINGS_PER_PERIOD = 6;

  /** Refuses bounds under which nothing could be heard. */
  public PingLimits {
    if (bodyLimit.isPresent() && (bodyLimit.getAsInt() < 0 || bodyLimit.getAsInt() > maxBody)) {
      throw new IllegalArgumentException("body limit from 0 to " + maxBody + ": " + bodyLimit);
    }
    if (maxBody < 1 || maxReadingBytes < maxBody || maxWaiting < 100 || maxPeers < 1) {
      throw new IllegalArgumentException("bounds of hearing are too low to hear anything");
    }
    if (pingsPerMinute < 0 || pingsPerCheck < 1 || maxRated < 2) {
      throw new IllegalArgumentException("pings per minute cannot be counted so");
    }
    if (!isPercent(unknownPercent) || !isPercent(peerPercent)) {
      throw new IllegalArgumentException("shares are from 1 to 100 percent");
    }
  }

  /** The defaults. */
  public static PingLimits defaults() {
    return new PingLimits(
        OptionalInt.of(10_000),
        2_621_440, // what the protocol's other servers take
        64L << 20,
        20_000,
        Duration.ofMillis(200),
        Duration.ofSeconds(3),
        10,
        25,
        10_000,
        0,
        PINGS_PER_PERIOD,
        100_000);
  }

  /** What is kept of a body, in bytes. */
  int keptBytes() {
    return bodyLimit.orElse(maxBody);
  }

  private static boolean isPercent(int share) {
    return share >= 1 && share <= 100;
  }
}
