package dev.tocsin.roles;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port, served by every event loop. Not with SO_REUSEPORT: two processes of ours on one port
 * would share its connections without a word, where a clear "in use" is wanted, and who waits in
 * the queue of the one that ends would be cut off. A process that takes over gets the socket.
 */
final class HttpPort implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);

  /** Requests in progress at a stop get so long; then their connections are cut. */
  private static final Duration FINISH = Duration.ofMillis(1_500);

  /**
   * So long of that a connection that asks nothing stays open: its next request may be on its way,
   * and would be lost. It is answered, with word that it was the last one here.
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** How often it is looked which connections are done with. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /** How often slow and idle clients are looked for. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** Is told of what happens on the port, on its event loops: to be quick. */
  interface Witness {

    /** A connection was refused. */
    void refused();

    /** A request was answered. */
    default void answered(HttpServerRequest request) {}
  }

  private final HttpPortOptions options;
  private final Handler<HttpServerRequest> handler;
  private final Witness witness;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
  private final Queue<OnOneLoop> loops = new ConcurrentLinkedQueue<>();
  private volatile boolean draining;

  private HttpPort(HttpPortOptions options, Handler<HttpServerRequest> handler, Witness witness) {
    this.options = options;
    this.handler = handler;
    this.witness = witness;
  }

  /** Opens it. */
  static HttpPort open(
      Vertx vertx,
      int eventLoops,
      HttpPortOptions options,
      Handler<HttpServerRequest> handler,
      Witness witness)
      throws CannotStartException {
    HttpPort port = new HttpPort(options, handler, witness);
    try {
      vertx
          .deployVerticle(
              () -> port.new OnOneLoop(), new DeploymentOptions().setInstances(eventLoops))
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      log.info("listening on {}:{}", options.host(), port.port());
      return port;
    } catch (ExecutionException e) {
      throw port.refusal(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw port.refusal(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw port.refusal(e);
    }
  }

  private CannotStartException refusal(Throwable why) {
    String message = String.valueOf(why.getMessage());
    boolean taken = why instanceof BindException || message.contains("Address already in use");
    return new CannotStartException(
        Exit.PORT,
        taken
            ? "port %d is in use by another program: choose another one (%s)"
                .formatted(options.port(), "http.port, listener.port, alerter.port, dashboard.port")
            : "cannot listen on %s:%d: %s".formatted(options.host(), options.port(), message));
  }

  /** The port that is open: the one wanted, or what the system chose for 0. */
  int port() {
    HttpServer any = servers.peek();
    return any == null ? options.port() : any.actualPort();
  }

  /** Who connects from now on is shown this; connections that are open stay as they are. */
  void show(ServerSSLOptions tls) {
    servers.forEach(
        server ->
            server
                .updateSSLOptions(tls)
                .onFailure(e -> log.error("the new certificate is not shown", e)));
  }

  int connections() {
    return open.get();
  }

  int refusedConnections() {
    return refused.get();
  }

  /** Connections closed for being slow, or idle when others needed their place. */
  int cutConnections() {
    return cut.get();
  }

  /**
   * For how long the event loop that stands still longest has not turned: within it nobody whose
   * connection is there gets an answer, not even at {@code /healthz}. Up to a second is nothing.
   */
  Duration still() {
    long now = System.nanoTime();
    return Duration.ofNanos(loops.stream().mapToLong(loop -> now - loop.turned).max().orElse(0));
  }

  /** By how much any event loop was late at most, since somebody asked last. */
  Duration late() {
    long now = System.nanoTime();
    long most = 0;
    for (OnOneLoop loop : loops) {
      most = Math.max(most, Math.max(loop.late.getAndSet(0), now - loop.turned - SWEEP.toNanos()));
    }
    return Duration.ofNanos(most);
  }

  /**
   * Lets clients go as they get their answers, lets requests in progress finish for a moment, then
   * cuts.
   */
  @Override
  public void close() throws Exception {
    long began = System.nanoTime();
    long end = began + FINISH.toNanos();
    draining = true;
    while (connections() > 0 && System.nanoTime() < end) {
      boolean lingered = System.nanoTime() - began > LINGER.toNanos();
      loops.forEach(loop -> loop.letGo(lingered));
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    Future.join(
            servers.stream().map(server -> server.shutdown(left, TimeUnit.MILLISECONDS)).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .get(2 * FINISH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port's share of one event loop. */
  private final class OnOneLoop extends VerticleBase {

    private final Clients clients =
        new Clients(options.idle(), options.requestTimeout(), witness::answered);
    private final AtomicLong late = new AtomicLong();
    private volatile long turned = System.nanoTime();

    @Override
    public Future<?> start() {
      vertx.setPeriodic(SWEEP.toMillis(), id -> sweep());
      return vertx
          .createHttpServer(options.ofServer())
          .connectionHandler(this::connected)
          .requestHandler(this::asked)
          .exceptionHandler(e -> log.debug("a connection failed: {}", e.getMessage()))
          .listen()
          .onSuccess(
              server -> {
                servers.add(server);
                loops.add(this);
              });
    }

    private void letGo(boolean all) {
      context.runOnContext(turn -> clients.letGo(all));
    }

    private void sweep() {
      long now = System.nanoTime();
      late.accumulateAndGet(now - turned - SWEEP.toNanos(), Math::max);
      turned = now;
      cut.addAndGet(clients.sweep(turned));
    }

    private void connected(HttpConnection connection) {
      clients.opened(connection, System.nanoTime());
      connection.closeHandler(
          gone -> {
            clients.closed(connection);
            open.decrementAndGet();
          });
      if (open.incrementAndGet() > options.maxConnections()) {
        if (clients.closeLongestIdle(connection)) {
          cut.incrementAndGet();
        } else {
          refused.incrementAndGet();
          witness.refused();
          connection.close();
        }
      }
    }

    /** Takes no request from a client that leaves its answers lying: they would fill the memory. */
    private void asked(HttpServerRequest request) {
      if (draining) {
        clients.askedForTheLastTime(request, System.nanoTime());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      } else {
        clients.asked(request, System.nanoTime());
      }
      if (request.response().writeQueueFull()) {
        request.pause();
        request
            .response()
            .drainHandler(
                taken -> {
                  request.response().drainHandler(null);
                  request.resume();
                  handler.handle(request);
                });
      } else {
        handler.handle(request);
      }
    }
  }
}
