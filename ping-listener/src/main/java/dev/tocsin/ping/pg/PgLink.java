package dev.tocsin.ping.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.concurrent.atomic.AtomicLong;

/** One connection, and the way to end it for good. */
final class PgLink {

  private static final AtomicLong EPOCHS = new AtomicLong();

  private final SqlConnection connection;
  private final String host;
  private final long epoch = EPOCHS.incrementAndGet();
  private volatile long usedAt = System.nanoTime();

  PgLink(SqlConnection connection, String host) {
    this.connection = connection;
    this.host = host;
  }

  SqlConnection connection() {
    return connection;
  }

  /** {@code host:port} of the server. */
  String host() {
    return host;
  }

  long epoch() {
    return epoch;
  }

  /** Asks the server for a word; the answer says whether it takes no writes. */
  Future<Boolean> probe() {
    return connection
        .query("SHOW transaction_read_only")
        .execute()
        .map(rows -> rows.iterator().next().getString(0).equals("on"));
  }

  void touch() {
    usedAt = System.nanoTime();
  }

  long idleNanos() {
    return System.nanoTime() - usedAt;
  }

  /**
   * Closes the socket under it, at once. The client's own {@code close()} queues a farewell behind
   * whatever is on its way, and with a silent server that would be for ever.
   */
  void cut() {
    if (((SqlConnectionInternal) connection).unwrap() instanceof SocketConnectionBase base) {
      base.socket().close();
    } else {
      connection.close();
    }
  }
}
