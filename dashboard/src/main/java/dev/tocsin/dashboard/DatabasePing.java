package dev.tocsin.dashboard;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it answers. Whoever wants to know waits for a second at most, where a
 * database that is frozen takes much longer to fail: what looks after us asks again every few
 * seconds, and takes silence for death. Thread-safe.
 */
final class DatabasePing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabasePing.class);

  private final Db db;
  private final Duration longest;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "tocsin-database-ping");
            thread.setDaemon(true);
            return thread;
          });
  private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(true);

  /**
   * @param db stays the caller's to close
   * @param longest after which no answer is none
   */
  DatabasePing(Db db, Duration longest) {
    this.db = db;
    this.longest = longest;
  }

  /** Whether it answered in time. */
  boolean answers() {
    try {
      return ask().get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One question at a time: who comes meanwhile waits for the same answer. */
  private synchronized CompletableFuture<Boolean> ask() {
    if (asked.isDone()) {
      asked = CompletableFuture.supplyAsync(this::select, thread);
    }
    return asked;
  }

  private boolean select() {
    try {
      return db.first("checking the database", "SELECT 1", row -> true).isPresent();
    } catch (DbException e) {
      LOG.debug("the database does not answer", e); // a driver names hosts, and anybody may ask
      return false;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
