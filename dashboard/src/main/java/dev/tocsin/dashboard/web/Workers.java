package dev.tocsin.dashboard.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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

  private final Vertx vertx;
  private final ThreadPoolExecutor pool;

  /**
   * @param threads about as many as there are database connections: more would only wait for them
   * @param waiting beyond this many we answer 503: a slow database must not become an out-of-memory
   */
  public Workers(Vertx vertx, int threads, int waiting) {
    this.vertx = vertx;
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

  /** Runs blocking work; the future completes on the caller's context. */
  public <T> Future<T> run(Callable<T> work) {
    Context back = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      pool.execute(
          () -> {
            try {
              T result = work.call();
              back.runOnContext(done -> promise.complete(result));
            } catch (Throwable e) {
              back.runOnContext(done -> promise.fail(e));
            }
          });
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(new Saturated(e));
    }
    return promise.future();
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
