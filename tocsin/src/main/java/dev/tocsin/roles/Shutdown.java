package dev.tocsin.roles;

import dev.tocsin.ops.Logging;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out. A signal and {@link #exit} both end here: parts are closed, what was logged is
 * written, and the exit code is ours (the JVM's own for SIGTERM is 143). Whatever hangs, the
 * process is gone within ten seconds.
 */
public final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
  private static final long LONGEST_MILLIS = 9_500;
  private static final AtomicInteger CODE = new AtomicInteger(Exit.OK.code());
  private static volatile boolean underWay;

  private Shutdown() {}

  /**
   * Closes {@code app} when the process ends.
   *
   * @param first what to do before, at once
   */
  static void closes(Lifecycle app, Runnable first) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app, first), "shutdown"));
  }

  private static void end(Lifecycle app, Runnable first) {
    underWay = true;
    Thread watchdog = new Thread(Shutdown::haltWhenLate, "shutdown-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    boolean asked = CODE.get() == Exit.OK.code(); // a start that failed says why, and no more
    if (asked) {
      log.info("stopping");
    }
    first.run();
    app.close();
    if (asked) {
      log.info("stopped");
    }
    Logging.flush();
    Runtime.getRuntime().halt(CODE.get());
  }

  private static void haltWhenLate() {
    try {
      TimeUnit.MILLISECONDS.sleep(LONGEST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.error("stopping takes too long; what is on disk is safe, the next start goes on from it");
    Logging.flush();
    Runtime.getRuntime().halt(Exit.FAILED.code());
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
