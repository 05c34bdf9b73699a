package dev.tocsin.alerter;

import dev.tocsin.store.DbException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when the database is lost and one when it is back, however many loops and lanes notice.
 */
public final class DatabaseLog {

  private static final Logger log = LoggerFactory.getLogger(DatabaseLog.class);

  private final AtomicBoolean away = new AtomicBoolean();

  /** Something in the database worked. */
  public void worked() {
    if (away.get() && away.compareAndSet(true, false)) {
      log.info("the database is back");
    }
  }

  /**
   * Logs the failure of {@code what}: once per outage if the database is away, with a stack trace
   * if it is our own bug.
   */
  public void failed(String what, Throwable e) {
    if (!(e instanceof DbException db)) {
      log.error("{} failed; it tries again", what, e);
    } else if (!db.isAway()) {
      log.warn("{} failed; it tries again: {}", what, db.getMessage());
    } else if (away.compareAndSet(false, true)) {
      log.warn("the database is away; alerts wait for it: {}", db.getMessage());
    }
  }
}
