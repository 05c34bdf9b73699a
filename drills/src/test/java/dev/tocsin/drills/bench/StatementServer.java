package dev.tocsin.drills.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * What a ping costs that is one SQL statement, as a good service without a journal would do it: the
 * same driver, the same tables, a pool of connections, prepared statements. It lets the state
 * machine, blind time and all limits out.
 */
public final class StatementServer extends AbstractVerticle {

  /** More gain nothing on two cores. */
  private static final int CONNECTIONS = 16;

  private static final String PING =
      """
      WITH told AS (
        UPDATE check_state s
           SET n_pings = n_pings + 1, status = 'up', last_ping = now(),
               deadline = now() + c.timeout + c.grace
          FROM checks c WHERE c.code = $1 AND s.check_id = c.id
        RETURNING s.check_id, s.n_pings)
      INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua)
      SELECT check_id, n_pings, now(), 'success', 'http', 'GET', '127.0.0.1', $2 FROM told
      """;

  private final Pool pool;

  private StatementServer(Pool pool) {
    this.pool = pool;
  }

  @Override
  public void start() {
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setHost("127.0.0.1"))
        .requestHandler(this::ping)
        .listen(Integer.getInteger("port"));
  }

  private void ping(HttpServerRequest request) {
    String path = request.path();
    UUID check = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    pool.preparedQuery(PING)
        .execute(Tuple.of(check, String.valueOf(request.getHeader("User-Agent"))))
        .onSuccess(done -> request.response().end("OK"))
        .onFailure(failed -> request.response().setStatusCode(500).end());
  }

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(CONNECTIONS))
            .connectingTo(
                new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(Integer.getInteger("database.port"))
                    .setDatabase("tocsin")
                    .setUser("tocsin")
                    .setPassword(System.getenv("PGPASSWORD"))
                    .setCachePreparedStatements(true))
            .using(vertx)
            .build();
    vertx.deployVerticle(
        () -> new StatementServer(pool),
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }
}
