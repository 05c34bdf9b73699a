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
 * @param cachedChecks checks whose settings and rows are kept in memory, about 600 bytes each. A
 *     ping of any other check costs twice as much
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

  /** What it takes to keep a check in memory: its id, its settings, its row. */
  private static final int BYTES_OF_CHECK = 600;

  /** Checks may take this part of the heap: a sixth. */
  private static final int HEAP_SHARE = 6;

  /** More would be checks that hardly ever ping. */
  private static final long MOST_CHECKS = 2_000_000;

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

  /** The defaults, for the heap that this process may have. */
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
        checksIn(Runtime.getRuntime().maxMemory()),
        200_000);
  }

  /** How many checks are kept in memory in a heap of so many bytes. */
  static int checksIn(long heap) {
    return (int) Math.min(MOST_CHECKS, Math.max(1, heap / HEAP_SHARE / BYTES_OF_CHECK));
  }
}
