package dev.tocsin.ping.pg;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.concurrent.atomic.AtomicLong;

/** One connection, and the way to end it for good. */
final class PgLink {

  private static final AtomicLong EPOCHS = new AtomicLong();

  private final SqlConnection connection;
  private final String host;
  private final boolean readWriteOnly;
  private final long epoch = EPOCHS.incrementAndGet();
  private volatile long usedAt = System.nanoTime();

  /**
   * @param readWriteOnly whether a server that takes no writes will not do
   */
  PgLink(SqlConnection connection, String host, boolean readWriteOnly) {
    this.connection = connection;
    this.host = host;
    this.readWriteOnly = readWriteOnly;
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

  boolean unfit(boolean readOnly) {
    return readOnly && readWriteOnly;
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
   * Closes the socket under it, at once, and fails whatever is on its way. The client's own {@code
   * close()} queues a farewell behind that and waits for the server to hang up; the socket's own
   * first waits until everything is written. With a silent server both would be for ever.
   */
  void cut() {
    Channel channel = channel(((SqlConnectionInternal) connection).unwrap());
    if (!channel.eventLoop().isShuttingDown()) { // else it closes all of its channels itself
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
    }
  }

  private static Channel channel(Connection connection) {
    Connection inner = connection;
    while (!(inner instanceof SocketConnectionBase) && inner.unwrap() != inner) {
      inner = inner.unwrap();
    }
    return ((SocketConnectionBase) inner).socket().channelHandlerContext().channel();
  }
}
