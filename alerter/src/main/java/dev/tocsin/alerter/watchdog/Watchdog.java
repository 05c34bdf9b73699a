package dev.tocsin.alerter.watchdog;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.alerter.watchdog.CanaryRows.Canary;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round once a minute: pings the canary's check at the address that jobs use, waits until the
 * ping is in the database, sends an alert to the canary's channel, and waits until it is delivered.
 * Only if all of that happened, and every loop of this alerter is well, is {@code watchdog.url}
 * called. So whoever expects that call is told when anything on the way has stopped, this watchdog
 * included.
 *
 * <p>Passive: a step waits for nothing but one HTTP call. Not for several threads, but for {@link
 * #condition}.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private enum Stage {
    REST,
    HEAR,
    DELIVER
  }

  private final WatchdogConfig config;
  private final CanaryRows rows;
  private final Function<URI, Verdict> call;
  private final Supplier<List<String>> notReady;
  private final LongSupplier nanoTime;
  private final Runnable closing;

  private Stage stage = Stage.REST;
  private @Nullable Canary canary;
  private UUID run = new UUID(0, 0);
  private long delivery;
  private long began;
  private long stageBegan;
  private volatile long lastGood;
  private volatile String why = "no round has come to its end yet";

  /**
   * @param notReady why this alerter does not do its work; empty if it does
   */
  public Watchdog(
      WatchdogConfig config, Db db, SecretBox secrets, Supplier<List<String>> notReady) {
    this(config, new CanaryRows(db, secrets), new Caller(config), notReady, System::nanoTime);
  }

  private Watchdog(
      WatchdogConfig config,
      CanaryRows rows,
      Caller caller,
      Supplier<List<String>> notReady,
      LongSupplier nanoTime) {
    this(config, rows, caller, notReady, nanoTime, caller::close);
  }

  Watchdog(
      WatchdogConfig config,
      CanaryRows rows,
      Function<URI, Verdict> call,
      Supplier<List<String>> notReady,
      LongSupplier nanoTime,
      Runnable closing) {
    this.config = config;
    this.rows = rows;
    this.call = call;
    this.notReady = notReady;
    this.nanoTime = nanoTime;
    this.closing = closing;
    this.lastGood = nanoTime.getAsLong();
    this.began = lastGood - config.every().toNanos() + config.first().toNanos();
  }

  /** Calls by the one way out over HTTP. */
  private static final class Caller implements Function<URI, Verdict>, AutoCloseable {
    private final TimeBox timeBox = new TimeBox();
    private final Outbound outbound;

    Caller(WatchdogConfig config) {
      this.outbound = new Outbound(config.outbound(), timeBox);
    }

    @Override
    public Verdict apply(URI uri) {
      return outbound.send(new Call("GET", uri, List.of(), new byte[0]));
    }

    @Override
    public void close() {
      timeBox.close();
      outbound.close();
    }
  }

  /** One step of a round; never true: what it waits for takes its time. */
  public boolean runOnce() {
    try {
      step(nanoTime.getAsLong());
      return false;
    } catch (DbException e) {
      why = "the database does not answer";
      throw e;
    }
  }

  private void step(long now) {
    switch (stage) {
      case REST -> {
        if (now - began >= config.every().toNanos()) {
          began = now;
          send();
        }
      }
      case HEAR -> hear();
      case DELIVER -> deliver();
    }
  }

  private void send() {
    Canary there = canary == null ? rows.canary() : canary;
    canary = there;
    run = UUID.randomUUID();
    String base = config.pingUrl().toString().replaceAll("/+$", "");
    Verdict verdict = call.apply(URI.create(base + "/" + there.code() + "?rid=" + run));
    if (verdict instanceof Verdict.Delivered) {
      next(Stage.HEAR);
    } else {
      failed("a ping to %s: %s".formatted(config.pingUrl(), verdict.detail()));
    }
  }

  private void hear() {
    Canary there = canary;
    if (there != null && rows.heard(there, run)) {
      delivery = rows.queue(there);
      next(Stage.DELIVER);
    } else if (tooLong()) {
      canary = null; // it may have been deleted
      failed("a ping was answered well, and is not in the database");
    }
  }

  private void deliver() {
    if (rows.delivered(delivery)) {
      rows.forget(delivery);
      stage = Stage.REST;
      cameRound();
    } else if (tooLong()) {
      rows.forget(delivery);
      failed("an alert was queued, and is not delivered");
    }
  }

  private void cameRound() {
    List<String> reasons = notReady.get();
    if (!reasons.isEmpty()) {
      failed(reasons.get(0));
      return;
    }
    lastGood = nanoTime.getAsLong();
    config
        .url()
        .map(call)
        .filter(verdict -> !(verdict instanceof Verdict.Delivered))
        .ifPresent(verdict -> log.warn("watchdog.url cannot be called: {}", verdict.detail()));
  }

  private void next(Stage to) {
    stage = to;
    stageBegan = nanoTime.getAsLong();
  }

  private boolean tooLong() {
    return nanoTime.getAsLong() - stageBegan >= config.patience().toNanos();
  }

  private void failed(String reason) {
    stage = Stage.REST;
    why = reason;
    log.warn("the canary did not come round: {}", reason);
  }

  /** How long ago the last round went well, or this began. Thread-safe. */
  public Duration sinceGood() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastGood);
  }

  /** What operators are told when the canary stays away. */
  public Condition condition() {
    return () ->
        sinceGood().compareTo(config.absentAfter()) < 0
            ? List.of()
            : List.of(
                new Finding(
                    "canary",
                    "what jobs report does not come through",
                    List.of(
                        "No canary has come round for %s: %s."
                            .formatted(Words.count(sinceGood().toMinutes(), "minute"), why),
                        "It goes the way of every ping and every alert: name, certificate,"
                            + " balancer, listener, database, alerter. So jobs fare no better."),
                    "A watchdog outside"));
  }

  @Override
  public void close() {
    closing.run();
  }
}
