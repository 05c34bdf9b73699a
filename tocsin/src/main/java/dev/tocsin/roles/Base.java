package dev.tocsin.roles;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tocsin.handover.ListeningSockets;
import dev.tocsin.ops.Meters;
import dev.tocsin.ops.OpsRoutes;
import dev.tocsin.ops.Readiness;
import dev.tocsin.ops.ServiceManager;
import dev.tocsin.ping.PingListener;
import dev.tocsin.selfwatch.Loads;
import dev.tocsin.selfwatch.OwnAnswers;
import dev.tocsin.selfwatch.OwnAnswers.Part;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.tls.ShownCertificate;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every role stands on. */
final class Base {

  private static final Logger log = LoggerFactory.getLogger(Base.class);

  /** Jobs that block Vert.x itself: name look-ups and files. Ours have pools of their own. */
  private static final int WORKERS = 8;

  /** An event loop that is so late keeps everybody waiting. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /**
   * Others may pass through, for the embedded Postgres may be another user, but not look around.
   */
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx--x--x");

  final Settings settings;
  final Role role;
  final Lifecycle app = new Lifecycle();
  final Readiness readiness = new Readiness();
  final PrometheusMeterRegistry registry;
  final Vertx vertx;
  final OpsRoutes ops;
  final Certificates certificates;
  final Loads loads;
  final OwnAnswers answers;
  final ListeningSockets sockets = ListeningSockets.of(System.getenv());
  private final Optional<ServiceManager> manager = ServiceManager.of(System.getenv());
  private volatile boolean open;
  private final int eventLoops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;

  Base(Settings settings, Role role, String version) throws CannotStartException {
    this.settings = settings;
    this.role = role;
    Shutdown.closes(app, this::stopping, settings.get(Keys.HTTP_DRAIN_WAIT));
    manager.ifPresent(it -> app.add("the service manager", it));
    makeDataDir(settings.get(Keys.DATA_DIR));
    registry = Meters.registry(version);
    answers =
        new OwnAnswers(registry, role.command(), Sections.nodeName(settings), System.nanoTime());
    loads = new Loads(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      loads.add(
          "open files",
          () -> (double) unix.getOpenFileDescriptorCount(),
          (double) unix.getMaxFileDescriptorCount());
    }
    vertx = openVertx();
    log.debug("native transport: {}", vertx.isNativeTransportEnabled());
    app.add("the event loops", this::closeVertx);
    certificates = app.add("certificates", new Certificates(vertx, Sections.nodeName(settings)));
    ops = app.add("health and metrics", new OpsRoutes(vertx, registry, readiness));
  }

  private Vertx openVertx() {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(WORKERS)
                // A blocked event loop is worth a line each second, and not a page.
                .setWarningExceptionTime(60)
                .setWarningExceptionTimeUnit(TimeUnit.SECONDS))
        .withTransport(sockets)
        .build();
  }

  /** Whether a service manager started this process, and wants to be the one that replaces it. */
  boolean isManaged() {
    return manager.isPresent();
  }

  private void stopping() {
    readiness.stopping();
    manager.ifPresent(ServiceManager::stopping);
  }

  static void makeDataDir(Path dir) throws CannotStartException {
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
    HttpPort open = open(sections, port, handler, () -> {}, uri -> false);
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
    boolean alone = role == Role.PING_LISTENER;
    HttpPort open =
        open(
            sections,
            port,
            handler,
            listener::refusedConnection,
            uri -> alone || uri.startsWith("/ping/"));
    listener.opened();
    manager.ifPresent(it -> it.up(open::still));
    app.add("listening", listener::closing);
  }

  private HttpPort open(
      Sections sections,
      Key<Integer> port,
      Handler<HttpServerRequest> handler,
      Runnable onRefused,
      Predicate<String> isPing)
      throws CannotStartException {
    Optional<ShownCertificate> certificate = Certificates.http(vertx, settings);
    HttpPortOptions options = sections.http(port, certificate.map(ShownCertificate::options));
    HttpPort.Witness witness =
        new HttpPort.Witness() {
          @Override
          public void refused() {
            onRefused.run();
          }

          @Override
          public void answered(HttpServerRequest request) {
            String path = request.path();
            if (path != null && !OpsRoutes.PATHS.contains(path)) {
              answers.answered(
                  isPing.test(path) ? Part.PINGS : Part.PAGES, request.response().getStatusCode());
            }
          }
        };
    sockets.openNext(ListeningSockets.HTTP);
    HttpPort open = HttpPort.open(vertx, eventLoops, options, handler, witness);
    app.add("port " + open.port(), open);
    app.add("accepting", () -> sockets.stopAccepting(ListeningSockets.HTTP));
    certificate.ifPresent(it -> certificates.watch(it, () -> open.show(it.options())));
    loads.add("connections", open::connections, options.maxConnections());
    loads.add(
        "delay of event loops", () -> (double) open.late().toMillis(), (double) LATE.toMillis());
    this.open = true;
    registry.gauge("tocsin.http.connections", open, HttpPort::connections);
    registry
        .more()
        .counter("tocsin.http.refused.connections", List.of(), open, HttpPort::refusedConnections);
    registry
        .more()
        .counter("tocsin.http.cut.connections", List.of(), open, HttpPort::cutConnections);
    return open;
  }

  /** Whether a port is open: all that this process consists of is there, or says what it lacks. */
  boolean isOpen() {
    return open;
  }

  private void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
  }
}
