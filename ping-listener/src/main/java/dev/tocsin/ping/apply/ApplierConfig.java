package dev.tocsin.ping.apply;

import java.time.Duration;

/**
 * Bounds of applying.
 *
 * @param node who listens, for people who look at the streams
 * @param address where other parts reach this node
 * @param maxRecords pings in one transaction: more would hold locks longer without being faster
 * @param maxBytes bytes read for one transaction: bounds its memory
 * @param batchTimeout a transaction that takes longer loses its connection
 * @param heartbeatEvery how often an idle stream says how far it has heard: the watermark, and with
 *     it every alert, is at most so much late
 * @param heartbeatTimeout a server that does not answer such a small question is replaced
 * @param settle so long after the start or a lost connection, silence is not held against a check
 *     while nodes may exist that have not registered yet; pings that ask for it wait as long
 * @param retryPause the longest pause between two tries that fail
 * @param cachedChecks rules kept in memory, about 300 bytes each
 * @param knownTargets codes and slugs remembered as existing, about 100 bytes each
 */
public record ApplierConfig(
    String node,
    String address,
    int maxRecords,
    int maxBytes,
    Duration batchTimeout,
    Duration heartbeatEvery,
    Duration heartbeatTimeout,
    Duration settle,
    Duration retryPause,
    int cachedChecks,
    int knownTargets) {

  /** As long as the alerter takes, unless the settings say otherwise. */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  /** Refuses bounds that would never apply anything. */
  public ApplierConfig {
    if (maxRecords < 1
        || maxBytes < 1
        || cachedChecks < 1
        || knownTargets < 1
        || settle.isNegative()) {
      throw new IllegalArgumentException("bounds of applying must be positive");
    }
  }

  /** The same with another time to settle. */
  public ApplierConfig settling(Duration other) {
    return new ApplierConfig(
        node,
        address,
        maxRecords,
        maxBytes,
        batchTimeout,
        heartbeatEvery,
        heartbeatTimeout,
        other,
        retryPause,
        cachedChecks,
        knownTargets);
  }

  /** The defaults. */
  public static ApplierConfig defaults(String node, String address) {
    return new ApplierConfig(
        node,
        address,
        2_000,
        8 << 20,
        Duration.ofSeconds(10),
        Duration.ofMillis(250),
        Duration.ofSeconds(3),
        SETTLE,
        Duration.ofSeconds(2),
        100_000,
        200_000);
  }
}
