package dev.tocsin.dashboard.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one way off the event loop: everything that blocks, JDBC first of all, runs here. */
public final class Workers implements AutoCloseable {

  /** All threads are busy and enough callers wait: the answer is 503. */
  public static final class Saturated extends RuntimeException {
    Saturated(RejectedExecutionException cause) {
      super("all workers are busy", cause);
    }
  }

  /** The work was not done in time; it may be done yet, but nobody waits for it any more. */
  public static final class TooSlow extends RuntimeException {
    TooSlow(Duration longest) {
      super("not within " + longest, null, false, false);
    }
  }

  private final Vertx vertx;
  private final ThreadPoolExecutor pool;
  private final Duration longest;

  /**
   * @param threads about as many as there are database connections: more would only wait for them
   * @param waiting beyond this many we answer 503: a slow database must not become an out-of-memory
   * @param longest nobody waits longer, in the queue or for the work: a slow database must not look
   *     like a dead program
   */
  public Workers(Vertx vertx, int threads, int waiting, Duration longest) {
    this.vertx = vertx;
    this.longest = longest;
    AtomicInteger count = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> new Thread(work, "dashboard-" + count.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs blocking work; the future completes on the caller's context. It fails with {@link TooSlow}
   * when the time is over: work that has not begun by then is not done, other work goes on.
   */
  public <T> Future<T> run(Callable<T> work) {
    Context back = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    long end = System.nanoTime() + longest.toNanos();
    try {
      pool.execute(
          () -> {
            if (System.nanoTime() - end > 0) {
              return; // told already
            }
            try {
              T result = work.call();
              back.runOnContext(done -> promise.tryComplete(result));
            } catch (Throwable e) {
              back.runOnContext(done -> promise.tryFail(e));
            }
          });
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(new Saturated(e));
    }
    long timer =
        vertx.setTimer(
            longest.toMillis(),
            late -> back.runOnContext(told -> promise.tryFail(new TooSlow(longest))));
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** How much work waits for a thread. */
  public int waiting() {
    return pool.getQueue().size();
  }

  /** Lets running work finish for a moment, then interrupts it. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(3, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
