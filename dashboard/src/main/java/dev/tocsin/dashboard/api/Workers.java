package dev.tocsin.dashboard.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one way from an event loop to threads that may wait for the database, and back. */
final class Workers implements AutoCloseable {

  /** The task was not done in time; it may be done yet, but nobody waits for it any more. */
  static final class TooSlow extends RuntimeException {
    TooSlow(Duration longest) {
      super("not within " + longest, null, false, false);
    }
  }

  /** Longer than any statement may take: what hangs longer shows in the log. */
  private static final long SUSPICIOUS_SECONDS = 60;

  private final WorkerExecutor executor;
  private final int most;
  private final Duration longest;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * Starts no thread before it is needed.
   *
   * @param most how many tasks may run or wait at once
   * @param longest nobody waits longer, for a worker and the work
   */
  Workers(Vertx vertx, String name, int threads, int most, Duration longest) {
    this.executor =
        vertx.createSharedWorkerExecutor(name, threads, SUSPICIOUS_SECONDS, TimeUnit.SECONDS);
    this.most = most;
    this.longest = longest;
  }

  /**
   * Runs a task on a worker; the future completes on the caller's context, and fails with {@link
   * TooSlow} when the time is over: a task that has not begun by then is not done, another goes on.
   *
   * @param ended called on the caller's context when the task has come to its real end
   * @return empty: we are full
   */
  <T> Optional<Future<T>> run(Callable<T> task, Runnable ended) {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      return Optional.empty();
    }
    long end = System.nanoTime() + longest.toNanos();
    Callable<T> inTime =
        () -> {
          if (System.nanoTime() - end > 0) {
            throw new TooSlow(longest);
          }
          return task.call();
        };
    return Optional.of(
        executor
            .executeBlocking(inTime, false)
            .onComplete(
                done -> {
                  inside.decrementAndGet();
                  ended.run();
                })
            .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .recover(
                e ->
                    Future.failedFuture(e instanceof TimeoutException ? new TooSlow(longest) : e)));
  }

  @Override
  public void close() {
    executor.close();
  }
}
