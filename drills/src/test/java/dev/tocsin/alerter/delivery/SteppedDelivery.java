package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.DatabaseLog;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.drills.harness.Threadless;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The real delivery without threads: whoever runs it says when things happen. Lanes take turn after
 * turn as {@link LaneRun#run} does, only that a pause is an event.
 */
public final class SteppedDelivery {

  private static final Duration GLANCE = Duration.ofMillis(250);

  /** Who runs what is to happen later. */
  @FunctionalInterface
  public interface Later {
    /** Runs {@code what} after {@code wait}, if the process still lives then. */
    void run(Duration wait, Runnable what);
  }

  private final Delivery delivery;
  private final Later later;
  private final Consumer<RuntimeException> bugs;
  private final List<Delivery.HeldLane> held = new ArrayList<>();

  /**
   * @param takes how long the next call of a channel takes
   * @param bugs hears of every exception that is none of the database
   */
  public SteppedDelivery(
      Db db,
      SecretBox secrets,
      Function<String, Optional<ChannelKind>> kinds,
      Delivery.Site site,
      DeliveryLimits limits,
      Duration sendTimeout,
      LongSupplier nanoTime,
      RandomGenerator random,
      Later later,
      Supplier<Duration> takes,
      Consumer<RuntimeException> bugs) {
    this.later = later;
    this.bugs = bugs;
    Delivery.Machine machine =
        new Delivery.Machine(
            nanoTime,
            new Threadless(this::hold),
            new Threadless(call -> later.run(takes.get(), () -> send(call))),
            random);
    this.delivery =
        new Delivery(
            db,
            secrets,
            kinds,
            site,
            limits,
            sendTimeout,
            new DatabaseLog(),
            AlerterMetrics.NONE,
            machine);
  }

  /** Claims lanes and starts them; true if there are likely more. */
  public boolean runOnce() {
    return delivery.runOnce();
  }

  private void hold(Runnable task) {
    Delivery.HeldLane lane = (Delivery.HeldLane) task;
    held.add(lane);
    later.run(Duration.ZERO, () -> go(lane, 0));
  }

  /** A call is over: its lane, whichever it is, would have been woken by the answer. */
  private void send(Runnable call) {
    call.run();
    later.run(Duration.ofMillis(1), () -> List.copyOf(held).forEach(lane -> step(lane, 0)));
  }

  private void go(Delivery.HeldLane lane, int failures) {
    if (held.contains(lane)) {
      int failed = step(lane, failures);
      Duration pause =
          failed == 0 ? GLANCE : Duration.ofMillis(Math.min(2_000, 50L << Math.min(failed, 6)));
      later.run(pause, () -> go(lane, failed));
    }
  }

  /** One turn; returns how many have failed in a row. */
  private int step(Delivery.HeldLane lane, int failures) {
    try {
      lane.lane().hear(Duration.ZERO);
      if (lane.lane().turn()) {
        held.remove(lane);
        lane.over();
      }
      return 0;
    } catch (DbException e) {
      return failures + 1;
    } catch (RuntimeException e) {
      bugs.accept(e);
      return failures + 1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
