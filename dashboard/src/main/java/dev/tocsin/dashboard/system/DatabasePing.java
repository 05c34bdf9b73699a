package dev.tocsin.dashboard.system;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it answers. Whoever wants to know waits for a second at most, where a
 * database that is frozen takes much longer to fail: what looks after us asks again every few
 * seconds, and takes silence for death. Thread-safe.
 */
public final class DatabasePing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabasePing.class);

  /** What asks whether we are ready often has patience for a second. */
  private static final Duration LONGEST = Duration.ofMillis(900);

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
  private CompletableFuture<Boolean> answer = asked;

  /**
   * @param db stays the caller's to close
   */
  public DatabasePing(Db db) {
    this(db, LONGEST);
  }

  /**
   * @param longest after which no answer is none
   */
  DatabasePing(Db db, Duration longest) {
    this.db = db;
    this.longest = longest;
  }

  /** Whether it answers in time. Blocks that long. */
  public boolean answers() {
    return ask().join();
  }

  /**
   * Whether it answers in time. Never blocks, and never fails.
   *
   * <p>One question at a time: who comes meanwhile gets the same answer, at once if the time of the
   * question is over. So any number may ask while the database hangs.
   */
  public synchronized CompletableFuture<Boolean> ask() {
    if (asked.isDone()) {
      try {
        asked = CompletableFuture.supplyAsync(this::select, thread);
      } catch (RejectedExecutionException closed) {
        return CompletableFuture.completedFuture(false);
      }
      answer =
          asked
              .exceptionally(e -> false)
              .completeOnTimeout(false, longest.toNanos(), TimeUnit.NANOSECONDS);
    }
    return answer;
  }

  private boolean select() {
    try {
      return db.first("checking the database", "SELECT 1", row -> true).orElse(false);
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
