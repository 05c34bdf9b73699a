package dev.tocsin.dashboard.status.memory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the keeper look soon after something changed, and once in a while even if nobody said so:
 * time alone changes what pages show. It rests for a multiple of the time that looking takes, so
 * that no number of pages takes more than a fifth of a processor.
 */
public final class KeeperLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeeperLoop.class);

  /** The shortest pause: a burst of changes is one look. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The longest. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int REST = 4;

  /** Nobody waits longer for news, however long it takes to gather them. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(20);

  /** How often pages are looked at for their age: a database that hangs must not hide it. */
  private static final Duration AGE = Duration.ofSeconds(5);

  private final Keeper keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Thread thread;
  private final ScheduledExecutorService ages =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "dashboard-status-age"));
  private boolean changed;
  private boolean closing;

  private KeeperLoop(Keeper keeper) {
    this.keeper = keeper;
    this.thread = daemon(this::run, "dashboard-status");
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts looking. */
  public static KeeperLoop start(Keeper keeper) {
    KeeperLoop loop = new KeeperLoop(keeper);
    loop.thread.start();
    var unused =
        loop.ages.scheduleWithFixedDelay(
            keeper::age, AGE.toSeconds(), AGE.toSeconds(), TimeUnit.SECONDS);
    return loop;
  }

  /** Something changed that pages may show. From any thread, as often as it likes. */
  public void changed() {
    lock.lock();
    try {
      changed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!isClosing()) {
        long began = System.nanoTime();
        try {
          keeper.refresh();
        } catch (RuntimeException | Error e) {
          log.error("status pages cannot be kept", e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Duration rest = took.multipliedBy(REST);
        rest(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private void rest(Duration least) throws InterruptedException {
    long shortly = Math.max(PAUSE.toNanos(), least.toNanos());
    long latest = Math.max(LONGEST.toNanos(), shortly);
    long began = System.nanoTime();
    lock.lock();
    try {
      while (!closing) {
        long wait = (changed ? shortly : latest) - (System.nanoTime() - began);
        if (wait <= 0) {
          break;
        }
        woken.await(wait, TimeUnit.NANOSECONDS);
      }
      changed = false;
    } finally {
      lock.unlock();
    }
  }

  /** Stops looking; what is put up stays. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    ages.shutdownNow();
  }
}
