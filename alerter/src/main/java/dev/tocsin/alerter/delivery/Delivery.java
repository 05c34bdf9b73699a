package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.DatabaseLog;
import dev.tocsin.alerter.delivery.LaneRows.Claimed;
import dev.tocsin.alerter.delivery.LaneRun.Workshop;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings deliveries to people. Every channel has a lane; this claims lanes that have something to
 * do and runs each on a thread of its own until it is empty ({@link LaneRun}).
 */
public final class Delivery implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /** Attempts in progress may take this long when the program stops; then they are interrupted. */
  private static final Duration FINISH = Duration.ofSeconds(5);

  /** How long lanes may take after that to write down what happened and give their lease back. */
  private static final Duration GIVE_BACK = Duration.ofMillis(1_500);

  private final Db db;
  private final DeliveryLimits limits;
  private final Workshop shop;
  private final BackOff backOff;
  private final MessageKeys keys;
  private final Headlines headlines = new Headlines();
  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final ExecutorService lanes;
  private volatile Runnable whenFree = () -> {};
  private long noTakeOverUntil = System.nanoTime();

  /** How messages speak of this installation. */
  public record Site(String name, URI url, URI pingUrl) {}

  /**
   * @param kinds the channels that this program knows, by code
   * @param sendTimeout what a channel needs at most for one attempt; the lease must outlast it
   */
  public Delivery(
      Db db,
      SecretBox secrets,
      Function<String, Optional<ChannelKind>> kinds,
      Site site,
      DeliveryLimits limits,
      Duration sendTimeout,
      DatabaseLog database,
      AlerterMetrics metrics) {
    if (limits.lease().compareTo(sendTimeout.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("the lease must outlast two attempts: " + limits.lease());
    }
    this.db = db;
    this.limits = limits;
    this.backOff = new BackOff(limits.firstRetry(), limits.longestRetry(), new SecureRandom());
    this.keys = new MessageKeys(secrets.derive("message keys"));
    this.lanes = Executors.newFixedThreadPool(limits.lanes(), Senders.named("alerter-lane-"));
    this.shop =
        new Workshop(
            db,
            database,
            new ChannelDoor(kinds, secrets),
            new Contents(site.name(), site.url(), site.pingUrl()),
            new Senders(limits.sends()),
            limits,
            sendTimeout,
            metrics);
  }

  /** What to call when a lane is done, so that the next one need not wait for the poll. */
  public void whenFree(Runnable wake) {
    whenFree = wake;
  }

  /** Claims lanes and starts them; true if there are likely more, and room for them. */
  public boolean runOnce() {
    int room = limits.lanes() - held.size();
    if (room <= 0 || shop.senders().isStopping()) {
      return false;
    }
    UUID lease = UUID.randomUUID();
    List<Claimed> claimed = claim(lease, room);
    for (Claimed lane : claimed) {
      if (lane.takenOver()) {
        shop.metrics().takenOver();
        log.info("lane {} is taken over: its holder's lease ran out", lane.channelId());
      }
      start(lane.channelId(), lease);
    }
    return !claimed.isEmpty() && claimed.size() == room;
  }

  private void start(long channelId, UUID lease) {
    held.add(channelId);
    try {
      lanes.execute(() -> run(channelId, lease));
    } catch (RejectedExecutionException stopping) {
      // Claimed in the very moment of the stop: its alerts must not wait for the lease to end.
      held.remove(channelId);
      db.update(
          "giving lane " + channelId + " back",
          "UPDATE lanes SET lease = NULL, leased_until = NULL WHERE channel_id = ? AND lease = ?",
          channelId,
          lease);
    }
  }

  /** Whether no lane is ours at this moment. */
  boolean isIdle() {
    return held.isEmpty();
  }

  private List<Claimed> claim(UUID lease, int room) {
    // After the database was away, the holders of expired leases get the time of a lease to come
    // back and write down what they sent meanwhile; taking over at once would send it again.
    boolean takeOver = System.nanoTime() - noTakeOverUntil >= 0;
    try {
      return db.transaction(
          "claiming lanes",
          tx -> LaneRows.claim(tx, lease, limits.lease(), List.copyOf(held), takeOver, room));
    } catch (RuntimeException e) {
      noTakeOverUntil = System.nanoTime() + limits.lease().toNanos();
      throw e;
    }
  }

  private void run(long channelId, UUID lease) {
    try {
      Turn turn = new Turn(channelId, lease, limits, backOff, keys, headlines);
      new LaneRun(channelId, turn, shop).run();
    } catch (InterruptedException e) {
      log.warn("lane {} was interrupted and is left to its lease", channelId);
    } catch (RuntimeException e) {
      log.error("lane {} failed and is left to its lease", channelId, e);
    } finally {
      held.remove(channelId);
      whenFree.run();
    }
  }

  /** Begins nothing more, finishes what is in progress, gives the lanes back; within 7 s. */
  @Override
  public void close() {
    shop.senders().stop();
    lanes.shutdown();
    try {
      if (!lanes.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
        shop.senders().close();
        if (!lanes.awaitTermination(GIVE_BACK.toMillis(), TimeUnit.MILLISECONDS)) {
          lanes.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      lanes.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      shop.senders().close();
    }
  }
}
