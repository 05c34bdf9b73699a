package dev.tocsin.roles;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the database on a thread of its own, saying so once per reason, then goes on. */
final class WhenReady implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WhenReady.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What to do once the database is there. */
  interface Then {
    void run() throws CannotStartException;
  }

  private final Supplier<Optional<String>> closed;
  private final Then then;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "wait-for-database");
  private volatile String reason;

  /**
   * @param reason why it is not there now
   */
  WhenReady(String reason, Supplier<Optional<String>> closed, Then then) {
    this.reason = reason;
    this.closed = closed;
    this.then = then;
    thread.setDaemon(true);
  }

  void start() {
    log.warn("waiting for the database: {}", reason);
    thread.start();
  }

  /** Why it was not there when we last looked. */
  String reason() {
    return reason;
  }

  private void run() {
    try {
      while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<String> now = closed.get();
        if (now.isEmpty()) {
          log.info("the database is there");
          then.run();
          return;
        }
        if (!now.get().equals(reason)) {
          log.warn("still waiting for the database: {}", now.get());
        }
        reason = now.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CannotStartException | RuntimeException e) {
      if (stop.getCount() > 0) {
        log.error("the parts that need the database cannot start", e);
        Shutdown.exitSoon(Exit.FAILED);
      }
    }
  }

  /** Does not wait: what it starts now is closed by the {@link Lifecycle} at once. */
  @Override
  public void close() {
    stop.countDown();
  }
}
