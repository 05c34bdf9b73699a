package dev.tocsin.dashboard.status.hosts;

import dev.tocsin.store.DbException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has host names looked at when their time has come. */
public final class HostWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HostWatch.class);

  /** What people have asked for is done within this time; it costs one small query. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final HostProofs proofs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(HostWatch::daemon);

  private HostWatch(HostProofs proofs) {
    this.proofs = proofs;
  }

  /** Starts watching. */
  public static HostWatch start(HostProofs proofs) {
    HostWatch watch = new HostWatch(proofs);
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::run, PAUSE.toSeconds(), PAUSE.toSeconds(), TimeUnit.SECONDS);
    return watch;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dashboard-hosts");
    thread.setDaemon(true);
    return thread;
  }

  private void run() {
    try {
      boolean more = true;
      while (more && !thread.isShutdown()) {
        more = proofs.runOnce();
      }
    } catch (DbException e) {
      log.debug("host names are looked at when the database is back", e);
    } catch (RuntimeException e) {
      log.error("host names cannot be looked at", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
