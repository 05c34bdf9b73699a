package dev.tocsin.roles;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, which a stop does not wait for. */
final class Rounds implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final ScheduledExecutorService thread;

  private Rounds(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /**
   * Begins at once.
   *
   * @param name of the thread
   * @param pause between the end of one round and the beginning of the next
   */
  static Rounds start(String name, Duration pause, Runnable round) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
    Future<?> forEver =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                round.run();
              } catch (RuntimeException e) {
                log.error("{} failed; next try in {}", name, pause, e);
              }
            },
            0,
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
    log.debug("{}: {}", name, forEver);
    return new Rounds(thread);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
