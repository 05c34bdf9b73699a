package dev.tocsin.roles;

import dev.tocsin.ops.Logging;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out. A signal and {@link #exit} both end here: parts are closed, what was logged is
 * written, and the exit code is ours (the JVM's own for SIGTERM is 143). Whatever hangs, the
 * process is gone within ten seconds, after those for which it was told to go on serving.
 */
public final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
  private static final long LONGEST_MILLIS = 9_500;
  private static final AtomicInteger CODE = new AtomicInteger(Exit.OK.code());
  private static volatile boolean underWay;
  private static volatile boolean takenOver;

  private Shutdown() {}

  /**
   * Closes {@code app} when the process ends.
   *
   * @param first what to do before, at once
   * @param serving so long all goes on after that, when asked to stop
   */
  static void closes(Lifecycle app, Runnable first, Duration serving) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app, first, serving), "shutdown"));
  }

  private static void end(Lifecycle app, Runnable first, Duration serving) {
    underWay = true;
    boolean asked = CODE.get() == Exit.OK.code(); // a start that failed says why, and no more
    if (asked) {
      log.info("stopping");
    }
    first.run();
    if (asked && !takenOver) {
      sleep(serving.toMillis());
    }
    Thread watchdog = new Thread(Shutdown::haltWhenLate, "shutdown-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    app.close();
    if (asked) {
      log.info("stopped");
    }
    Logging.flush();
    Runtime.getRuntime().halt(CODE.get());
  }

  private static void haltWhenLate() {
    sleep(LONGEST_MILLIS);
    log.error("stopping takes too long; what is on disk is safe, the next start goes on from it");
    Logging.flush();
    Runtime.getRuntime().halt(Exit.FAILED.code());
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process in order, since another one has its ports. Does not return. */
  static void takenOver() {
    takenOver = true;
    exit(Exit.OK.code());
  }

  /** Whether the end has begun: what fails from now on fails because parts are closed. */
  static boolean isUnderWay() {
    return underWay;
  }

  /** Ends the process with this code. Does not return. */
  public static void exit(int code) {
    CODE.set(code);
    System.exit(code);
  }

  /**
   * As {@link #exit}, from a thread that has to go on: one that the parts wait for when closing.
   */
  static void exitSoon(Exit why) {
    new Thread(() -> exit(why.code()), "exit").start();
  }

  /** Waits for the end of the process. */
  static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
