package dev.tocsin.ping;

import dev.tocsin.ping.apply.ApplierConfig;
import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.http.TrustedProxies;
import dev.tocsin.ping.journal.JournalConfig;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What the listener needs to know.
 *
 * @param database how to reach Postgres; asked again before each connection is opened, on a thread
 *     that may block, so that another address or password needs no restart
 * @param journal where accepted pings are kept, and how many
 * @param applying how they are brought to Postgres
 * @param limits bounds of hearing and answering
 * @param proxies whose forwarded headers are believed
 */
public record ListenerConfig(
    Supplier<PgConfig> database,
    JournalConfig journal,
    ApplierConfig applying,
    PingLimits limits,
    TrustedProxies proxies) {

  /** The room that a record needs beside the body. */
  private static final int RECORD_HEAD = 64 << 10;

  /** Refuses bounds that contradict each other. */
  public ListenerConfig {
    int largest = limits.bodyLimit().orElse(limits.maxBody());
    if (largest > largestBody(journal)) {
      throw new IllegalArgumentException(
          "a body of %d bytes does not fit into a record of %d"
              .formatted(largest, journal.maxRecordBytes()));
    }
  }

  private static int largestBody(JournalConfig journal) {
    return journal.maxRecordBytes() - RECORD_HEAD;
  }

  /** The largest body, or mail, that fits into a record of the journal, in bytes. */
  public int largestBody() {
    return largestBody(journal);
  }

  /** How large the journal's records must be for a mail of so many bytes. */
  public static int recordFor(int mailBytes) {
    return mailBytes + RECORD_HEAD;
  }

  /**
   * The defaults.
   *
   * @param journalDir the folder for the journal, on a disk that can be trusted
   * @param node this node's name, for people
   * @param address where other parts reach this node, as {@code host:port}; may be empty
   */
  public static ListenerConfig defaults(
      Path journalDir, String node, String address, PgConfig database) {
    return new ListenerConfig(
        () -> database,
        JournalConfig.defaults(journalDir, node),
        ApplierConfig.defaults(node, address),
        PingLimits.defaults(),
        TrustedProxies.ALL);
  }
}
