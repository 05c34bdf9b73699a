package dev.tocsin.ping.smtp;

import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears mail on a port of its own. All of it runs on one event loop: mail is rare beside requests,
 * and nothing in here blocks.
 */
public final class MailServer {

  private static final Logger log = LoggerFactory.getLogger(MailServer.class);

  /** How often connections are looked through for those that take too long. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Opening a port takes milliseconds. */
  private static final Duration OPENING = Duration.ofSeconds(30);

  private final MailConfig config;
  private final Intake intake;
  private final MailMetrics metrics;
  private final Connections connections;
  private volatile @Nullable NetServer server;
  private final OnOneLoop verticle;

  private MailServer(
      MailConfig config, Intake intake, MailMetrics metrics, NetServerOptions options) {
    this.config = config;
    this.intake = intake;
    this.metrics = metrics;
    this.connections = new Connections(config);
    this.verticle = new OnOneLoop(options);
  }

  /**
   * Opens the port.
   *
   * @throws IOException if it cannot be opened; the message says why
   */
  public static MailServer open(Vertx vertx, MailConfig config, Intake intake, MailMetrics metrics)
      throws IOException {
    MailServer mail = new MailServer(config, intake, metrics, options(config));
    try {
      vertx
          .deployVerticle(mail.verticle)
          .toCompletionStage()
          .toCompletableFuture()
          .get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw mail.cannotOpen(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw mail.cannotOpen(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw mail.cannotOpen(e);
    }
    log.info(
        "hearing mail for {} on {}:{}{}",
        config.domain(),
        config.host(),
        mail.port(),
        config.tls().isPresent() ? ", with STARTTLS" : "");
    return mail;
  }

  private static NetServerOptions options(MailConfig config) {
    return new NetServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setReusePort(false)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setSslHandshakeTimeout(config.idle().toSeconds());
  }

  private IOException cannotOpen(Throwable why) {
    String message = String.valueOf(why.getMessage());
    boolean taken = why instanceof BindException || message.contains("Address already in use");
    return new IOException(
        taken
            ? "port %d is in use by another program".formatted(config.port())
            : "cannot hear mail on %s:%d: %s".formatted(config.host(), config.port(), message),
        why);
  }

  /** The port that is open. */
  public int port() {
    NetServer open = server;
    return open == null ? config.port() : open.actualPort();
  }

  /** Connections that are open. */
  public int connections() {
    return connections.count();
  }

  /**
   * Stops: no more connections; those that are open are told to come back, after the answer for a
   * message that is on its way to disk.
   *
   * @param longest after which they are cut
   */
  public Future<Void> stop(Duration longest) {
    NetServer open = server;
    return open == null
        ? Future.succeededFuture()
        : open.shutdown(longest.toMillis(), TimeUnit.MILLISECONDS)
            .eventually(() -> verticle.undeploy());
  }

  private final class OnOneLoop extends VerticleBase {

    private final NetServerOptions options;

    private OnOneLoop(NetServerOptions options) {
      this.options = options;
    }

    private Future<Void> undeploy() {
      return vertx.undeploy(context.deploymentID());
    }

    @Override
    public Future<?> start() {
      vertx.setPeriodic(TICK.toMillis(), id -> tick());
      return vertx
          .createNetServer(options)
          .connectHandler(socket -> connected(socket, context))
          .exceptionHandler(e -> log.debug("a mail connection failed: {}", e.getMessage()))
          .listen()
          .onSuccess(open -> server = open);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    connections.all().forEach(connection -> connection.tick(now));
  }

  private void connected(NetSocket socket, Context loop) {
    new MailConnection(config, socket, peer(socket), loop, connections, intake, metrics).open();
  }

  /** The other end's address, IPv6 in its short form; without the zone of a local one. */
  private static String peer(NetSocket socket) {
    String address = socket.remoteAddress() == null ? null : socket.remoteAddress().hostAddress();
    if (address == null || address.indexOf(':') < 0) {
      return address == null ? "" : address;
    }
    int zone = address.indexOf('%');
    var ip = NetUtil.getByName(zone < 0 ? address : address.substring(0, zone), true);
    return ip == null ? address : NetUtil.toAddressString(ip, true);
  }
}
