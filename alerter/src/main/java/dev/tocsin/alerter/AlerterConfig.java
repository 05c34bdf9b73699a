package dev.tocsin.alerter;

import dev.tocsin.alerter.blind.BlindLimits;
import dev.tocsin.alerter.delivery.Delivery.Site;
import dev.tocsin.alerter.delivery.DeliveryLimits;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.streams.StreamLimits;
import dev.tocsin.alerter.upkeep.UpkeepLimits;
import dev.tocsin.alerter.watchdog.WatchdogConfig;
import dev.tocsin.store.DbConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the alerter needs to know.
 *
 * @param site how messages speak of this installation
 * @param listen how to reach Postgres directly for {@code LISTEN}; empty: polling only, which is as
 *     correct and a quarter of a second slower
 * @param poll between two looks for something to do: what an alert is late by when nothing hurries
 * @param upkeepPoll between two steps of the upkeep where it finds nothing, and how often the age
 *     of the queue is measured
 * @param stuckAfter a loop without a good round for longer than this is reported as not ready
 * @param settle after a gap of our own, as long the watermark is not believed: listeners that
 *     waited for the same database must have had time to say what they still hold
 * @param overdueBatch most checks judged in one transaction: their rows stay locked for as long
 * @param watchdog whether and how the whole is tried out; empty: not
 * @param fanOutBatch most flips handed over in one transaction: nothing is sent before it commits
 */
public record AlerterConfig(
    Site site,
    Optional<Supplier<DbConfig>> listen,
    Duration poll,
    Duration upkeepPoll,
    Duration stuckAfter,
    Duration settle,
    int overdueBatch,
    int fanOutBatch,
    DeliveryLimits delivery,
    FlapLimits flaps,
    UpkeepLimits upkeep,
    StreamLimits streams,
    BlindLimits blind,
    Optional<WatchdogConfig> watchdog) {

  public AlerterConfig {
    if (overdueBatch < 1 || fanOutBatch < 1) {
      throw new IllegalArgumentException("batches must be at least 1");
    }
    if (poll.toMillis() < 1 || settle.isNegative()) {
      throw new IllegalArgumentException("poll must be at least 1 ms, settle not negative");
    }
  }

  /** The same, and the whole is tried out. */
  public AlerterConfig withWatchdog(WatchdogConfig how) {
    return new AlerterConfig(
        site,
        listen,
        poll,
        upkeepPoll,
        stuckAfter,
        settle,
        overdueBatch,
        fanOutBatch,
        delivery,
        flaps,
        upkeep,
        streams,
        blind,
        Optional.of(how));
  }

  /** The usual bounds. */
  public static AlerterConfig defaults(Site site, Optional<Supplier<DbConfig>> listen) {
    return new AlerterConfig(
        site,
        listen,
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        1_000,
        1_000,
        DeliveryLimits.DEFAULTS,
        FlapLimits.DEFAULTS,
        UpkeepLimits.DEFAULTS,
        StreamLimits.DEFAULTS,
        BlindLimits.DEFAULTS,
        Optional.empty());
  }
}
