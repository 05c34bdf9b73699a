package dev.tocsin.dashboard.live;

import dev.tocsin.store.DbConfig;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears {@code NOTIFY tocsin_checks} on a connection of its own and rings. Without it pages are a
 * second slower and just as right.
 */
public final class ChangeBell implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeBell.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private ChangeBell(Supplier<DbConfig> direct, Runnable ring) {
    this.thread = new Thread(() -> listen(direct, ring), "dashboard-changes");
    thread.setDaemon(true);
  }

  /**
   * Starts listening, and goes on through every loss of the connection.
   *
   * @param direct reaches Postgres itself, not a pooler
   * @param ring called on a thread of its own; must not block
   */
  public static ChangeBell start(Supplier<DbConfig> direct, Runnable ring) {
    ChangeBell bell = new ChangeBell(direct, ring);
    bell.thread.start();
    return bell;
  }

  private void listen(Supplier<DbConfig> direct, Runnable ring) {
    boolean complained = false;
    while (!isClosing(Duration.ZERO)) {
      try (Notifications notifications = Notifications.open(direct, List.of("tocsin_checks"))) {
        complained = false;
        while (!isClosing(Duration.ZERO)) {
          if (!notifications.await(WAIT).isEmpty()) {
            ring.run();
          } else if (!notifications.answers(PAUSE)) {
            break;
          }
        }
      } catch (DbException e) {
        if (!complained && !isClosing(Duration.ZERO)) {
          LOG.info("no notifications of changes, pages poll: {}", e.getMessage());
        }
        complained = true;
      }
      if (isClosing(PAUSE)) {
        return;
      }
    }
  }

  private boolean isClosing(Duration wait) {
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Stops; a daemon thread that waits for its socket may linger until the process ends. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
