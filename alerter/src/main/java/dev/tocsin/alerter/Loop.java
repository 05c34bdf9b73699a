package dev.tocsin.alerter;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one loop of the alerter: owns a thread, the pause between rounds, and what happens when a
 * round fails. What is done in a round is somebody else's: a {@link Step} does one piece of work
 * and says whether there is more.
 */
final class Loop {

  /** A piece of work. */
  @FunctionalInterface
  interface Step {

    /** Does one piece; true if there is likely more to do at once. */
    boolean runOnce();
  }

  /** However often rounds fail, the next one comes within this: a database comes back unasked. */
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final String name;
  private final Supplier<Duration> pause;
  private final Duration stuckAfter;
  private final Step step;
  private final DatabaseLog database;
  private final AlerterMetrics metrics;
  private final Thread thread;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean stopping;
  private volatile long lastGood = System.nanoTime();

  /**
   * @param pause between two rounds when there is nothing to do; asked after each
   * @param stuckAfter a loop without a good round for longer than this and a pause is not ready
   */
  Loop(
      String name,
      Supplier<Duration> pause,
      Duration stuckAfter,
      Step step,
      DatabaseLog database,
      AlerterMetrics metrics) {
    this.name = name;
    this.pause = pause;
    this.stuckAfter = stuckAfter;
    this.step = step;
    this.database = database;
    this.metrics = metrics;
    this.thread = new Thread(this::run, "alerter-" + name);
    this.thread.setDaemon(true);
  }

  void start() {
    lastGood = System.nanoTime();
    thread.start();
  }

  /** Ends the pause: there is something to do. Any number of calls make one round. */
  void wake() {
    wake.release();
  }

  /** Why this loop is not doing its work; empty if it is. */
  Optional<String> notReady() {
    if (!thread.isAlive()) {
      return Optional.of(name + ": the loop is dead");
    }
    Duration since = Duration.ofNanos(System.nanoTime() - lastGood);
    return since.compareTo(pause.get().plus(stuckAfter)) <= 0
        ? Optional.empty()
        : Optional.of("%s: no round was finished for %d s".formatted(name, since.toSeconds()));
  }

  private void run() {
    int failures = 0;
    while (!stopping) {
      boolean more = false;
      try {
        more = step.runOnce();
        failures = 0;
        lastGood = System.nanoTime();
        database.worked();
      } catch (RuntimeException | Error e) {
        // An Error too: a loop that ends by one would leave its work undone until somebody
        // restarts.
        failures++;
        metrics.roundFailed(name);
        database.failed(name, e);
      }
      if (!more) {
        rest(failures == 0 ? pause.get() : backOff(failures));
      }
    }
  }

  private Duration backOff(int failures) {
    long longest = LONGEST_BACK_OFF.toMillis();
    long millis = Math.min(longest, Math.min(250, pause.get().toMillis()) << Math.min(failures, 8));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }

  private void rest(Duration longest) {
    try {
      if (!stopping && wake.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** Asks the loop to end after the round in progress. */
  void stop() {
    stopping = true;
    wake.release();
  }

  /** Waits for the round in progress after {@link #stop}, then interrupts it. */
  void awaitEnd(Duration longest) {
    try {
      thread.join(Math.max(1, longest.toMillis()));
      if (thread.isAlive()) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
