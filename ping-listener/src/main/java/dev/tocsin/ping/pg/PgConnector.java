package dev.tocsin.ping.pg;

import dev.tocsin.ping.PgConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Opens a connection to the first host that will do: that answers in time and, where asked for,
 * takes writes. The client's own pool knows neither time-outs nor {@code target_session_attrs}.
 */
final class PgConnector implements AutoCloseable {

  private final Vertx vertx;
  private final Supplier<PgConfig> config;
  private final ConnectionFactory<PgConnectOptions> factory;
  private volatile PgConfig last;

  PgConnector(Vertx vertx, Supplier<PgConfig> config) {
    this.vertx = vertx;
    this.config = config;
    this.last = config.get();
    this.factory = PgDriver.INSTANCE.createConnectionFactory(vertx, PgOptions.transport(last));
  }

  /** Where the last try went. */
  PgConfig database() {
    return last;
  }

  /** A fresh connection on {@code context}, or the failure of the last host. */
  Future<PgLink> connect(Context context) {
    return vertx
        .executeBlocking(this::attempts, false)
        .compose(attempts -> from(attempts, 0, context));
  }

  private List<Attempt> attempts() {
    PgConfig now = config.get();
    last = now;
    return PgOptions.attempts(now).stream().map(options -> new Attempt(now, options)).toList();
  }

  private record Attempt(PgConfig config, PgConnectOptions options) {}

  private Future<PgLink> from(List<Attempt> attempts, int at, Context context) {
    Attempt attempt = attempts.get(at);
    Future<PgLink> opened = open(attempt.config(), attempt.options(), context);
    return at + 1 == attempts.size()
        ? opened
        : opened.recover(failure -> from(attempts, at + 1, context));
  }

  private Future<PgLink> open(PgConfig config, PgConnectOptions options, Context context) {
    String host = options.getHost() + ":" + options.getPort();
    Promise<PgLink> result = Promise.promise();
    long timer =
        vertx.setTimer(
            config.connectTimeout().toMillis(),
            id -> result.tryFail(new TimeoutException(host + " does not answer")));
    factory
        .connect(context, options)
        .compose(
            connection -> checked(new PgLink(connection, host, config.readWriteOnly()), result))
        .onComplete(
            opened -> {
              vertx.cancelTimer(timer);
              if (opened.failed()) {
                result.tryFail(new PgAway(host + ": " + PgTrouble.line(opened.cause())));
              } else if (!result.tryComplete(opened.result())) {
                opened.result().cut(); // too late: nobody waits for it any more
              }
            });
    return result.future();
  }

  private Future<PgLink> checked(PgLink link, Promise<PgLink> result) {
    // The server may fall silent in between: the time-out must not leave the connection behind.
    result.future().onFailure(late -> link.cut());
    return link.probe()
        .compose(
            readOnly -> {
              if (link.unfit(readOnly)) {
                link.cut();
                return Future.failedFuture(new PgAway("takes no writes (read-only)"));
              }
              return Future.succeededFuture(link);
            });
  }

  /** Closes what connects; open connections are cut by whoever holds them. */
  @Override
  public void close() {
    Promise<Void> closed = Promise.promise();
    factory.close(Objects.requireNonNull(closed));
  }
}
