package dev.tocsin.dashboard.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one way from an event loop to threads that may wait for the database, and back. */
final class Workers implements AutoCloseable {

  /** Longer than any statement may take: what hangs longer shows in the log. */
  private static final long SUSPICIOUS_SECONDS = 60;

  private final WorkerExecutor executor;
  private final int most;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * Starts no thread before it is needed.
   *
   * @param most how many tasks may run or wait at once
   */
  Workers(Vertx vertx, String name, int threads, int most) {
    this.executor =
        vertx.createSharedWorkerExecutor(name, threads, SUSPICIOUS_SECONDS, TimeUnit.SECONDS);
    this.most = most;
  }

  /** Runs a task on a worker; the future completes on the caller's context. Empty: we are full. */
  <T> Optional<Future<T>> run(Callable<T> task) {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(
        executor.executeBlocking(task, false).onComplete(done -> inside.decrementAndGet()));
  }

  @Override
  public void close() {
    executor.close();
  }
}
