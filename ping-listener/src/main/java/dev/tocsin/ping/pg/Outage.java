package dev.tocsin.ping.pg;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database is away, and what is said about it: one line when it goes, one when it is
 * back, and one for a connection that had to be replaced without either. Guarded by its owner.
 */
final class Outage {

  private static final Logger log = LoggerFactory.getLogger(Postgres.class);

  private @Nullable String why;
  private long since;
  private @Nullable String dropped;

  /** Why the database is away; null: it is not. */
  @Nullable String why() {
    return why;
  }

  /** A connection was closed. Whether that is more than a broken link, the next try will show. */
  void dropped(String reason) {
    if (why == null) {
      dropped = reason;
    }
  }

  /** There is no connection, and a try to open one failed. */
  void began(Object database, String reason) {
    if (why == null) {
      log.warn("database {} is away: {}", database, reason);
      since = System.nanoTime();
    }
    why = reason;
  }

  /** A connection was opened. */
  void ended(String host) {
    if (why != null) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      log.info("database is back on {} after {} ms", host, millis);
    } else if (dropped != null) {
      log.info("a connection to {} was replaced: {}", host, dropped);
    }
    why = null;
    dropped = null;
  }
}
