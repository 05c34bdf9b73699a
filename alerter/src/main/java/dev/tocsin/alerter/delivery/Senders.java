package dev.tocsin.alerter.delivery;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which channels are called, and whether new calls may begin. */
final class Senders {

  private final ExecutorService pool;
  private volatile boolean stopping;
  private volatile boolean closing;

  /**
   * @param pool what waits in it is bounded by lanes times attempts per lane
   */
  Senders(ExecutorService pool) {
    this.pool = pool;
  }

  static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  Future<?> submit(Runnable call) {
    return pool.submit(call);
  }

  /** Begins no more calls; those in progress go on. */
  void stop() {
    stopping = true;
  }

  /** Interrupts the calls in progress: the program ends. */
  void close() {
    closing = true;
    pool.shutdownNow();
  }

  boolean isStopping() {
    return stopping;
  }

  boolean isClosing() {
    return closing;
  }
}
