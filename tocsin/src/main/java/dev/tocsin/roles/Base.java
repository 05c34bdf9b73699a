package dev.tocsin.roles;

import dev.tocsin.ops.InheritedSocket;
import dev.tocsin.ops.Meters;
import dev.tocsin.ops.OpsRoutes;
import dev.tocsin.ops.Readiness;
import dev.tocsin.ops.ServiceManager;
import dev.tocsin.ping.PingListener;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every role stands on. */
final class Base {

  private static final Logger log = LoggerFactory.getLogger(Base.class);

  /** Jobs that block Vert.x itself: name look-ups and files. Ours have pools of their own. */
  private static final int WORKERS = 8;

  /**
   * Others may pass through, for the embedded Postgres may be another user, but not look around.
   */
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx--x--x");

  final Settings settings;
  final Lifecycle app = new Lifecycle();
  final Readiness readiness = new Readiness();
  final PrometheusMeterRegistry registry;
  final Vertx vertx;
  final OpsRoutes ops;
  private final Optional<ServiceManager> manager = ServiceManager.of(System.getenv());
  private final Optional<InheritedSocket> inherited = InheritedSocket.of(System.getenv());
  private final int eventLoops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;

  Base(Settings settings, String version) throws CannotStartException {
    this.settings = settings;
    Shutdown.closes(app, this::stopping);
    manager.ifPresent(it -> app.add("the service manager", it));
    makeDataDir(settings.get(Keys.DATA_DIR));
    registry = Meters.registry(version);
    vertx = openVertx();
    log.debug("native transport: {}", vertx.isNativeTransportEnabled());
    app.add("the event loops", this::closeVertx);
    ops = app.add("health and metrics", new OpsRoutes(vertx, registry, readiness));
  }

  private Vertx openVertx() {
    VertxBuilder builder =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setEventLoopPoolSize(eventLoops)
                    .setWorkerPoolSize(WORKERS)
                    // A blocked event loop is worth a line each second, and not a page.
                    .setWarningExceptionTime(60)
                    .setWarningExceptionTimeUnit(TimeUnit.SECONDS));
    inherited.ifPresent(builder::withTransport);
    return builder.build();
  }

  private void stopping() {
    readiness.stopping();
    manager.ifPresent(ServiceManager::stopping);
  }

  private static void makeDataDir(Path dir) throws CannotStartException {
    try {
      if (!Files.isDirectory(dir)) {
        Files.createDirectories(dir);
        Files.setPosixFilePermissions(dir, PRIVATE);
      }
      if (!Files.isWritable(dir)) {
        throw new IOException("no permission to write");
      }
    } catch (IOException e) {
      throw new CannotStartException(
          Exit.DISK, "the data directory %s cannot be used: %s".formatted(dir, e.getMessage()), e);
    }
  }

  /** Opens a port that everything on this process's event loops serves: now the process is up. */
  HttpPort open(Sections sections, Key<Integer> port, Handler<HttpServerRequest> handler)
      throws CannotStartException {
    HttpPort open = open(sections, port, handler, () -> {});
    manager.ifPresent(it -> it.up(open::still));
    return open;
  }

  /** The same, for a listener: it is told when the port is open, closes, or refuses somebody. */
  void open(
      Sections sections,
      Key<Integer> port,
      Handler<HttpServerRequest> handler,
      PingListener listener)
      throws CannotStartException {
    ops.reports(() -> listener.report().json());
    HttpPort open = open(sections, port, handler, listener::refusedConnection);
    listener.opened();
    manager.ifPresent(it -> it.up(open::still));
    app.add("listening", listener::closing);
  }

  private HttpPort open(
      Sections sections, Key<Integer> port, Handler<HttpServerRequest> handler, Runnable onRefused)
      throws CannotStartException {
    inherited.ifPresent(InheritedSocket::openNext);
    HttpPort open = HttpPort.open(vertx, eventLoops, sections.http(port), handler, onRefused);
    app.add("port " + open.port(), open);
    registry.gauge("tocsin.http.connections", open, HttpPort::connections);
    registry
        .more()
        .counter("tocsin.http.refused.connections", List.of(), open, HttpPort::refusedConnections);
    registry
        .more()
        .counter("tocsin.http.cut.connections", List.of(), open, HttpPort::cutConnections);
    return open;
  }

  private void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
  }
}
