package dev.tocsin.ping.pg;

import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection for one use. It ends in one of three ways: given back, discarded, or cut because the
 * use took longer than it was to take; then whatever is on its way fails at once.
 */
public final class Lease {

  private final Postgres pool;
  private final PgLink link;
  private final long timer;
  private final AtomicBoolean ended = new AtomicBoolean();

  Lease(Postgres pool, PgLink link, long longestMillis) {
    this.pool = pool;
    this.link = link;
    this.timer =
        pool.vertx()
            .setTimer(longestMillis, id -> discard("no answer within " + longestMillis + " ms"));
  }

  /** Never close it: end the lease. */
  public SqlConnection connection() {
    return link.connection();
  }

  /**
   * Changes whenever a new connection was opened: what one server said may not hold for another.
   */
  public long epoch() {
    return link.epoch();
  }

  /** Whether a server that says this of itself is none that was asked for. */
  boolean unfit(boolean readOnly) {
    return link.unfit(readOnly);
  }

  /**
   * Gives the connection back. Only after each statement was answered and no transaction is open.
   */
  public void release() {
    if (end()) {
      pool.giveBack(link);
    }
  }

  /**
   * Closes the connection, since its state is in doubt.
   *
   * @param why for the log, if it turns out that the database is lost
   */
  public void discard(String why) {
    if (end()) {
      pool.drop(link, why);
    }
  }

  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    pool.vertx().cancelTimer(timer);
    return true;
  }
}
