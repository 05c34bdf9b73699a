package dev.tocsin.alerter.watchdog;

import dev.tocsin.channels.OutboundConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How the whole is tried out.
 *
 * @param pingUrl what ping URLs begin with, as jobs see it
 * @param url called after each round that went well; empty: only operators learn of rounds that did
 *     not
 * @param outbound how both are called
 * @param first after a start: our own port may open a moment later
 * @param every between the beginnings of two rounds
 * @param patience for each of the two things that a round waits for
 * @param absentAfter without a good round for so long, operators are told: one lost request is
 *     nothing
 */
public record WatchdogConfig(
    URI pingUrl,
    Optional<URI> url,
    OutboundConfig outbound,
    Duration first,
    Duration every,
    Duration patience,
    Duration absentAfter) {

  /** The usual bounds: each minute, 20 s for each step, told after three minutes. */
  public static WatchdogConfig of(URI pingUrl, Optional<URI> url, OutboundConfig outbound) {
    return new WatchdogConfig(
        pingUrl,
        url,
        outbound,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        Duration.ofMinutes(3));
  }

  /** The same, beginning at once. */
  public WatchdogConfig atOnce() {
    return new WatchdogConfig(pingUrl, url, outbound, Duration.ZERO, every, patience, absentAfter);
  }
}
