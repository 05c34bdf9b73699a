package dev.tocsin.cli;

import dev.tocsin.channels.Channels;
import dev.tocsin.channels.ChannelsConfig;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.Dashboard;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server with a database of its own, for commands to talk to. */
final class TestServer implements AutoCloseable {

  final DbConfig config = TestPostgres.freshDatabase();
  final Db db = Db.open(config);
  private final Vertx vertx = Vertx.vertx();
  private final Channels channels =
      new Channels(new ChannelsConfig(Optional.empty(), OutboundConfig.DEFAULT, "Tocsin"));
  private final Dashboard dashboard =
      Dashboard.start(
          DashboardConfig.of("http://hb.example", Optional.empty(), 8),
          vertx,
          db,
          new SecretBox(new byte[SecretBox.KEY_BYTES]),
          channels,
          new SimpleMeterRegistry(),
          () -> {
            throw new IllegalStateException("the database is there");
          });
  private final HttpServer server =
      await(vertx.createHttpServer().requestHandler(dashboard.handler()).listen(0, "127.0.0.1"));

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  NewProject project(String name) {
    return new Projects(db, ProjectLimits.USUAL.withChecks(10_000)).create(name, "cli");
  }

  /** The only number that a query gives, called {@code v}. */
  long one(String sql) {
    return db.first("reading a number", sql, row -> row.number("v")).orElseThrow();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(server.close());
    dashboard.close();
    channels.close();
    await(vertx.close());
    db.close();
  }
}
