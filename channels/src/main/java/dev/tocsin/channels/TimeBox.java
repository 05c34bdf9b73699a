package dev.tocsin.channels;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one attempt to deliver, and comes back in time whatever the other side does.
 *
 * <p>Socket time-outs bound one read, so a peer that sends a byte now and then holds its caller for
 * ever. Therefore every attempt runs on a thread of its own; when its time is over, whatever it
 * registered is closed under it, which ends any read or write, and the caller leaves. Only a name
 * look-up cannot be closed: its thread stays until the system's resolver gives up.
 */
public final class TimeBox implements AutoCloseable {

  /** Attempts at the same time, stuck ones included: more is a sign that nothing goes out. */
  static final int MAX_ATTEMPTS = 256;

  private static final Logger log = LoggerFactory.getLogger(TimeBox.class);

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, MAX_ATTEMPTS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), TimeBox::daemon);

  /** One attempt. It gives what it opens to {@code cut}, before it waits for it. */
  @FunctionalInterface
  public interface Attempt {
    Verdict run(Cut cut) throws Exception;
  }

  /** Runs the attempt, at most for {@code limit}. Never throws, except for a bug. */
  public Verdict run(Duration limit, Attempt attempt) {
    var cut = new Cut();
    Future<Verdict> running;
    try {
      running = threads.submit(() -> attempt.run(cut));
    } catch (RejectedExecutionException e) {
      return again("%d other attempts are still waiting for an answer".formatted(MAX_ATTEMPTS));
    }
    try {
      return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return again("no answer within " + seconds(limit));
    } catch (ExecutionException e) {
      throw new IllegalStateException("attempt failed unexpectedly", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return again("interrupted: this process is stopping");
    } finally {
      cut.now();
    }
  }

  /** Throws {@link IllegalArgumentException} unless it is positive and within the send time-out. */
  public static void requireLimit(String name, Duration limit) {
    if (limit.toMillis() < 1 || limit.compareTo(Channels.SEND_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "%s must be within 1 ms and %s: %s"
              .formatted(name, seconds(Channels.SEND_TIMEOUT), limit));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static Verdict again(String why) {
    return new Verdict.TryAgain(why, Optional.empty());
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "send");
    thread.setDaemon(true);
    return thread;
  }

  /** What to close when the time is over, or when the attempt is done. */
  public static final class Cut {
    private final Deque<Closeable> open = new ArrayDeque<>();
    private boolean done;

    /** Closes this when the time is over; at once if it is over already. */
    public synchronized void also(Closeable resource) {
      if (done) {
        closeQuietly(resource);
      } else {
        open.push(resource);
      }
    }

    private synchronized void now() {
      done = true;
      open.forEach(Cut::closeQuietly);
      open.clear();
    }

    private static void closeQuietly(Closeable resource) {
      try {
        resource.close();
      } catch (IOException | RuntimeException e) {
        log.debug("Closing after an attempt: {}", e.toString());
      }
    }
  }
}
