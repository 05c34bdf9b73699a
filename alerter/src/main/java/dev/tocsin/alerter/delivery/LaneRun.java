package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.DatabaseLog;
import dev.tocsin.alerter.delivery.LaneRows.ChannelRow;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one lane for as long as there is something to do in it: turn after turn, with the attempts
 * in between on other threads. One thread runs this; it is the only sender of its channel.
 *
 * <p>An attempt that is over is recorded whatever it takes: while the database is away, the lane
 * waits for it with the result in hand, since a result that is forgotten is a message sent twice.
 */
final class LaneRun {

  private static final Logger log = LoggerFactory.getLogger(LaneRun.class);

  /** While places are free, new deliveries are looked for as often, besides the answers. */
  private static final Duration GLANCE = Duration.ofMillis(250);

  /** A channel returns within its time-out; this much later we stop believing that it will. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After as many failures in a row that will not pass, this lane is left to its lease. */
  private static final int MOST_REFUSALS = 10;

  private final long channelId;
  private final Turn turn;
  private final Workshop shop;
  private final Gate gate;
  private final BlockingQueue<Attempt> answers = new LinkedBlockingQueue<>();
  private final Map<Long, Attempt> inFlight = new HashMap<>();
  private final Results finished;
  private volatile Anchor anchor = new Anchor(Instant.EPOCH, 0, 0, false);
  private @Nullable Target target;

  /**
   * What all lanes of a process share.
   *
   * @param sendTimeout what an attempt may take: none begins unless the lease outlasts it
   * @param nanoTime monotonic nanoseconds
   */
  record Workshop(
      Db db,
      DatabaseLog database,
      ChannelDoor door,
      Contents contents,
      Senders senders,
      DeliveryLimits limits,
      Duration sendTimeout,
      LongSupplier nanoTime,
      NextLooks looks,
      AlerterMetrics metrics) {}

  /**
   * What the last turn said, for the threads that send.
   *
   * @param now the database's clock at {@code nanos} of ours
   * @param leaseEnds when the lease ends, on our clock
   * @param held nothing may begin
   */
  private record Anchor(Instant now, long nanos, long leaseEnds, boolean held) {}

  LaneRun(long channelId, Turn turn, Workshop shop) {
    this.channelId = channelId;
    this.turn = turn;
    this.shop = shop;
    this.finished = new Results(shop.db(), turn);
    this.gate = new Gate(shop.senders(), shop.limits().perLane());
  }

  /** Runs until the lane is given back or lost, or the program ends. */
  void run() throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        if (turn()) {
          return;
        }
        failures = 0;
        await();
      } catch (RuntimeException e) {
        failures++;
        report(e);
        await(); // what was sent before goes on
        if (isOurs(e)) {
          finished.writeDown(this::report);
        }
        if (shop.senders().isClosing() || (isHopeless(e) && failures >= MOST_REFUSALS)) {
          log.warn("lane {} is left to its lease", channelId);
          return;
        }
        Thread.sleep(Math.min(2_000, 50L << Math.min(failures, 6)));
      }
    }
  }

  private void report(RuntimeException e) {
    if (e instanceof DbException database) {
      shop.database().failed("lane " + channelId, database);
    } else {
      log.error("a turn of lane {} failed", channelId, e);
    }
  }

  /** Whether it is our own mistake, or a refusal that will be repeated; all else may pass. */
  private static boolean isOurs(RuntimeException e) {
    return !(e instanceof DbException database) || database.isFinal();
  }

  /**
   * Whether waiting will not help. A full disk or too many connections pass, and giving up before
   * would forget what was sent; after a mistake of ours that has been written down ({@link
   * Results#writeDown}), once nothing is in flight any more.
   */
  private boolean isHopeless(RuntimeException e) {
    if (isOurs(e)) {
      return inFlight.isEmpty();
    }
    boolean away = e instanceof DbException database && database.isAway();
    return !away && finished.isEmpty() && inFlight.isEmpty();
  }

  /** Records, decides, starts; true if the lane is not ours any more. */
  boolean turn() {
    // Taken before the statement that sets the lease, so that ours never seems to end later.
    long before = shop.nanoTime().getAsLong();
    boolean stopping = shop.senders().isStopping();
    Turn.Result result =
        shop.db()
            .transaction(
                "a turn of lane " + channelId,
                tx ->
                    turn.take(
                        tx, finished.all(), Set.copyOf(inFlight.keySet()), this::open, stopping));
    shop.database().worked();
    finished.clear();
    long leaseEnds = before + shop.limits().lease().toNanos();
    anchor = new Anchor(result.now(), shop.nanoTime().getAsLong(), leaseEnds, result.held());
    if (!result.over() && !result.toSend().isEmpty()) {
      start(result.toSend());
    }
    result.next().ifPresent(at -> shop.looks().in(Duration.between(result.now(), at)));
    return result.over();
  }

  private Target open(ChannelRow row) {
    Target opened = shop.door().open(row);
    target = opened;
    return opened;
  }

  private void start(List<Message> messages) {
    Map<Long, Alert> alerts = alerts(messages);
    Channel channel = Objects.requireNonNull(target).channel();
    for (Message message : messages) {
      Alert alert = alerts.get(message.id());
      if (alert == null) {
        fail(message, "there was nothing to say");
        continue;
      }
      Attempt attempt =
          new Attempt(
              message, alert, channel, this::mayBegin, this::now, shop.nanoTime(), this::answered);
      inFlight.put(message.id(), attempt);
      gate.enter(attempt);
    }
  }

  /** A message that our own code cannot put into words must not keep the others from leaving. */
  private Map<Long, Alert> alerts(List<Message> messages) {
    try {
      return shop.db().transaction("reading alerts", tx -> shop.contents().of(tx, messages));
    } catch (DbException e) {
      throw e;
    } catch (RuntimeException e) {
      if (messages.size() == 1) {
        log.error("message {} cannot be put into words", messages.get(0).id(), e);
        return Map.of();
      }
      Map<Long, Alert> alerts = new HashMap<>();
      messages.forEach(message -> alerts.putAll(alerts(List.of(message))));
      return alerts;
    }
  }

  private void fail(Message message, String why) {
    Verdict verdict = new Verdict.TryAgain(why, Optional.empty());
    finished.add(new Finished(message, verdict, now(), Duration.ZERO));
  }

  private void answered(Attempt attempt) {
    answers.add(attempt);
    gate.leave();
  }

  private boolean mayBegin() {
    Anchor at = anchor;
    long left = at.leaseEnds() - shop.nanoTime().getAsLong();
    return !at.held() && left > shop.sendTimeout().toNanos() && !shop.senders().isStopping();
  }

  private Instant now() {
    Anchor at = anchor;
    return at.now().plusNanos(shop.nanoTime().getAsLong() - at.nanos());
  }

  /** Waits for answers, at most until the lane needs another look. */
  private void await() throws InterruptedException {
    if (inFlight.isEmpty()) {
      return;
    }
    boolean free = inFlight.size() < shop.limits().perLane();
    hear(free ? GLANCE : shop.limits().lease().dividedBy(4));
  }

  /** Takes what is answered within {@code longest}, and gives up on what takes too long. */
  void hear(Duration longest) throws InterruptedException {
    Attempt first = answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    List<Attempt> over = new ArrayList<>();
    if (first != null) {
      over.add(first);
      answers.drainTo(over);
    }
    over.forEach(this::take);
    Duration patience = shop.sendTimeout().plus(PATIENCE);
    for (Attempt attempt : List.copyOf(inFlight.values())) {
      attempt.abandon(patience).ifPresent(late -> abandoned(attempt, late));
    }
  }

  private void take(Attempt attempt) {
    attempt
        .finished()
        .ifPresentOrElse(
            result -> settle(attempt, result), () -> inFlight.remove(attempt.message().id()));
  }

  private void abandoned(Attempt attempt, Finished late) {
    gate.leave();
    settle(attempt, late);
  }

  private void settle(Attempt attempt, Finished result) {
    inFlight.remove(attempt.message().id());
    finished.add(result);
    shop.metrics().attempted(result.verdict());
    if (result.isFirst() && result.message().fresh()) {
      attempt
          .alert()
          .news()
          .forEach(
              news -> shop.metrics().alertLag(Duration.between(news.at(), result.startedAt())));
    }
    if (!result.arrived()) {
      log.info(
          "message {} to channel {} did not arrive (attempt {}): {}",
          result.message().id(),
          channelId,
          result.message().attempts() + 1,
          result.detail());
    }
  }
}
