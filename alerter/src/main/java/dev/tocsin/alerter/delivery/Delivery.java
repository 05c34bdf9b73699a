package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.DatabaseLog;
import dev.tocsin.alerter.delivery.LaneRows.Claimed;
import dev.tocsin.alerter.delivery.LaneRun.Workshop;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
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
  private final Headlines headlines;
  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoTime;
  private final ExecutorService lanes;
  private volatile Runnable whenFree = () -> {};
  private volatile Runnable whenConsequent = () -> {};
  private long noTakeOverUntil;

  /**
   * What delivery runs on: a machine's clock, threads and chance, or those of a simulation.
   *
   * @param nanoTime monotonic nanoseconds
   * @param lanes runs each {@link HeldLane} that it is given
   * @param sends runs attempts
   * @param random spreads the waits after failures
   */
  record Machine(
      LongSupplier nanoTime, ExecutorService lanes, ExecutorService sends, RandomGenerator random) {

    /** The machine that we run on. */
    static Machine real(DeliveryLimits limits) {
      return new Machine(
          System::nanoTime,
          Executors.newFixedThreadPool(limits.lanes(), Senders.named("alerter-lane-")),
          Executors.newFixedThreadPool(limits.sends(), Senders.named("alerter-send-")),
          new SecureRandom());
    }
  }

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
    this(db, secrets, kinds, site, limits, sendTimeout, database, metrics, Machine.real(limits));
  }

  Delivery(
      Db db,
      SecretBox secrets,
      Function<String, Optional<ChannelKind>> kinds,
      Site site,
      DeliveryLimits limits,
      Duration sendTimeout,
      DatabaseLog database,
      AlerterMetrics metrics,
      Machine machine) {
    if (limits.lease().compareTo(sendTimeout.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("the lease must outlast two attempts: " + limits.lease());
    }
    this.db = db;
    this.limits = limits;
    this.backOff = new BackOff(limits.firstRetry(), limits.longestRetry(), machine.random());
    this.headlines = new Headlines(limits.storm());
    this.keys = new MessageKeys(secrets);
    this.nanoTime = machine.nanoTime();
    this.noTakeOverUntil = nanoTime.getAsLong();
    this.lanes = machine.lanes();
    this.shop =
        new Workshop(
            db,
            database,
            new ChannelDoor(kinds, secrets),
            new Contents(
                site.name(), site.url(), site.pingUrl(), new AckLinks(secrets, site.url())),
            new Senders(machine.sends()),
            limits,
            sendTimeout,
            nanoTime,
            new NextLooks(nanoTime),
            metrics);
  }

  /** What to call when a lane is done, so that the next one need not wait for the poll. */
  public void whenFree(Runnable wake) {
    whenFree = wake;
  }

  /** What to call when a lane is done in which something failed, or works again: rarely. */
  public void whenConsequent(Runnable wake) {
    whenConsequent = wake;
  }

  /** How long to wait after a round: until a lane is to be looked at, at most {@code poll}. */
  public Duration pause(Duration poll) {
    return shop.looks().within(poll);
  }

  /** A lane is to be looked at after so long; that may be sooner than the next poll. */
  public void lookIn(Duration wait) {
    shop.looks().in(wait);
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
      lanes.execute(new HeldLane(channelId, lease));
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
    boolean takeOver = nanoTime.getAsLong() - noTakeOverUntil >= 0;
    try {
      return db.transaction(
          "claiming lanes",
          tx -> LaneRows.claim(tx, lease, limits.lease(), List.copyOf(held), takeOver, room));
    } catch (RuntimeException e) {
      noTakeOverUntil = nanoTime.getAsLong() + limits.lease().toNanos();
      throw e;
    }
  }

  /** A lane that was claimed, to be run until it is over. */
  final class HeldLane implements Runnable {
    private final long channelId;
    private final Turn turn;
    private final LaneRun lane;

    HeldLane(long channelId, UUID lease) {
      this.channelId = channelId;
      this.turn = new Turn(channelId, lease, limits, backOff, keys, headlines);
      this.lane = new LaneRun(channelId, turn, shop);
    }

    /** For whoever runs it step by step. */
    LaneRun lane() {
      return lane;
    }

    @Override
    public void run() {
      try {
        lane.run();
      } catch (InterruptedException e) {
        log.warn("lane {} was interrupted and is left to its lease", channelId);
      } catch (RuntimeException e) {
        log.error("lane {} failed and is left to its lease", channelId, e);
      } finally {
        over();
      }
    }

    /** It is not ours any more. */
    void over() {
      if (turn.hasConsequences()) {
        whenConsequent.run();
      }
      held.remove(channelId);
      whenFree.run();
    }
  }

  /**
   * Takes two turns in a lane that nobody else can see, and puts into words what leaves; all that
   * is missing is the sending.
   */
  public void rehearse(Tx tx, long channelId) {
    UUID lease = UUID.randomUUID();
    tx.update(
        "leasing a lane",
        "UPDATE lanes SET lease = ?, leased_until = now() + ? WHERE channel_id = ?",
        lease,
        limits.lease(),
        channelId);
    Turn turn = new Turn(channelId, lease, limits, backOff, keys, headlines);
    Target target = new Target(new Nowhere(), Pace.NONE);
    Turn.Result made = turn.take(tx, List.of(), Set.of(), row -> target, false);
    Map<Long, Alert> alerts = shop.contents().of(tx, made.toSend());
    List<Finished> sent =
        made.toSend().stream()
            .filter(message -> alerts.containsKey(message.id()))
            .map(message -> new Finished(message, Nowhere.TAKEN, made.now(), Duration.ZERO))
            .toList();
    Turn.Result unused = turn.take(tx, sent, Set.of(), row -> target, false);
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
