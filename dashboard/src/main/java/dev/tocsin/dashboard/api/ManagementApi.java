package dev.tocsin.dashboard.api;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.export.Downloads;
import dev.tocsin.dashboard.metrics.ProjectMetrics;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.dashboard.system.DatabasePing;
import dev.tocsin.dashboard.web.Outgoing;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Management API under {@code /api/}, versions 1 to 3. Give it requests before anything else
 * has read their body; it answers every one of them.
 */
public final class ManagementApi implements Handler<HttpServerRequest>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementApi.class);
  private static final byte[] NO_BODY = {};
  private static final String SLOW =
      "the database takes too long; what was asked for may be done all the same";

  private final Vertx vertx;
  private final DatabasePing database;
  private final Workers workers;
  private final Bodies bodies;
  private final Outgoing outgoing;
  private final ApiKeys keys;
  private final Requests requests;
  private final Downloads downloads = new Downloads();

  /**
   * Answers from {@code db}; the database may be away, and is asked on worker threads only.
   *
   * @param database says whether it is there; stays the caller's to close
   */
  public ManagementApi(
      ApiConfig config,
      Vertx vertx,
      Db db,
      DatabasePing database,
      ProjectChannels channels,
      SecretBox secrets,
      Channels kinds) {
    this.vertx = vertx;
    this.database = database;
    this.workers =
        new Workers(
            vertx,
            "tocsin-api",
            config.workers(),
            config.workers() + config.maxWaiting(),
            config.answerWithin());
    this.bodies = new Bodies(vertx, config.maxBodyBytes(), config.maxBodiesBytes());
    this.outgoing = new Outgoing(config.maxAnswersBytes());
    this.keys = new ApiKeys(db);
    ExportRequests exports = new ExportRequests(db, channels, new Targets(secrets), downloads);
    this.requests =
        new Requests(config, db, channels, secrets, kinds, keys, exports, this::noteUse);
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<Target> target = Target.of(request.path());
    if (target.isPresent()) {
      handle(request, target.get());
    } else if (isMissingSlash(request)) {
      String query = request.query() == null ? "" : "?" + request.query();
      request.response().putHeader("Location", request.path() + "/" + query);
      write(request.response(), Reply.empty(301));
    } else {
      write(request.response(), OwnChecks.notFound());
    }
  }

  private static boolean isMissingSlash(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET) && Target.of(request.path() + "/").isPresent();
  }

  private void handle(HttpServerRequest request, Target target) {
    HttpMethod method = request.method();
    Route route = target.route();
    HttpServerResponse response = request.response();
    if (route.isCrossOrigin()) {
      response
          .putHeader("Access-Control-Allow-Origin", "*")
          .putHeader(
              "Access-Control-Allow-Headers",
              Conditional.allowHeaders(target, request.getHeader("Access-Control-Request-Headers")))
          .putHeader("Access-Control-Allow-Methods", route.methods())
          .putHeader("Access-Control-Max-Age", "600");
    }
    if (method.equals(HttpMethod.OPTIONS)) {
      write(response, Reply.empty(204));
    } else if (route.access(method) == Access.NOBODY) {
      response.putHeader("Allow", route.methods());
      write(response, Reply.empty(405));
    } else if (route == Route.STATUS) {
      status(response);
    } else {
      body(request)
          .onSuccess(body -> answer(request, target, body))
          .onFailure(why -> refuse(request, route, why));
    }
  }

  /** Waits for no worker: all of them may be waiting for the very database that is asked for. */
  private void status(HttpServerResponse response) {
    Future.fromCompletionStage(database.ask(), vertx.getOrCreateContext())
        .onSuccess(
            here ->
                write(
                    response,
                    here
                        ? Reply.text(200, "OK")
                        : Reply.text(500, "the database does not answer")));
  }

  /** Only POST has a body that counts. */
  private Future<byte[]> body(HttpServerRequest request) {
    return request.method().equals(HttpMethod.POST)
        ? bodies.read(request)
        : Future.succeededFuture(NO_BODY);
  }

  /** Anything but a refusal is a client that went away. */
  private void refuse(HttpServerRequest request, Route route, Throwable why) {
    if (why instanceof Bodies.Refused refused) {
      Reply reply = Reply.error(refused.why().status, refused.why().message);
      boolean tooLong = refused.why() == Bodies.Refusal.TOO_LONG;
      write(request.response(), tooLong ? LateRequests.tooLong(route).orElse(reply) : reply);
    }
  }

  private void answer(HttpServerRequest request, Target target, byte[] body) {
    HttpServerResponse response = request.response();
    Call call =
        new Call(
            target,
            request.method(),
            request.query(),
            request.getHeader("X-Api-Key"),
            request.getHeader("X-Metrics-Key"),
            all(request, "If-Match"),
            all(request, "If-None-Match"),
            body);
    Optional<Future<Reply>> reply =
        workers.run(() -> requests.answer(call), () -> bodies.release(body));
    if (reply.isEmpty()) {
      bodies.release(body);
      write(response, Reply.error(503, "too many requests are waiting, please try again"));
      return;
    }
    reply
        .get()
        .onSuccess(done -> write(response, done))
        .onFailure(
            e -> {
              if (e instanceof Workers.TooSlow) {
                write(response, Reply.error(503, SLOW));
                return;
              }
              LOG.error("{} {} failed", request.method(), target.route(), e);
              write(response, Reply.error(500, "internal error"));
            });
  }

  /** A header that may be repeated; null: it is not there. */
  private static @Nullable String all(HttpServerRequest request, String header) {
    List<String> values = request.headers().getAll(header);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private void write(HttpServerResponse response, Reply reply) {
    if (response.ended() || response.closed()) {
      return; // the client went away
    }
    if (reply.download() != null) {
      reply.download().accept(response);
      return;
    }
    long bytes = reply.body().length();
    boolean isLong = bytes > Outgoing.SMALL;
    if (isLong && !outgoing.take(bytes)) {
      write(response, Reply.error(503, "too many answers are waiting for their readers"));
      return;
    }
    Runnable sent = isLong ? outgoing.releaseOnce(response, bytes) : () -> {};
    response.setStatusCode(reply.status());
    if (reply.status() == 503) {
      response.putHeader("Retry-After", "1");
    }
    if (reply.type() != null) {
      response.putHeader("Content-Type", reply.type());
    }
    reply.headers().forEach(response::putHeader);
    Iterator<byte[]> pieces = reply.body().iterator();
    if (bytes > Pieces.SIZE) {
      response.putHeader("Content-Length", Long.toString(bytes));
    }
    send(response, pieces, sent);
  }

  /** As fast as the client takes it: what it has not taken stays in our own pieces. */
  private static void send(HttpServerResponse response, Iterator<byte[]> pieces, Runnable sent) {
    while (pieces.hasNext() && !response.closed()) {
      Buffer piece = Buffer.buffer(pieces.next());
      if (!pieces.hasNext()) {
        response.end(piece).onComplete(done -> sent.run());
        return;
      }
      response.write(piece);
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> send(response, pieces, sent));
        return;
      }
    }
    sent.run();
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  /** What a key opens of the metrics of its project, if it may only read. Blocking. */
  public Optional<ProjectMetrics.Reader> metricsReader(String presented) {
    Optional<ApiKey> key =
        keys.find(presented)
            .filter(ApiKey::readOnly)
            .filter(found -> found.account() == null)
            .filter(found -> found.rights().scopes().contains(Scope.CHECKS));
    key.filter(keys::dueForNote).ifPresent(this::noteUse);
    return key.map(
        found ->
            new ProjectMetrics.Reader(
                found.projectId(), found.rights().scopes().contains(Scope.CHANNELS)));
  }

  /** Off the hot path: the request does not wait for it, and if we are full it is left out. */
  private void noteUse(ApiKey key) {
    workers
        .run(
            () -> {
              keys.noteUse(key);
              return key;
            },
            () -> {})
        .ifPresent(noted -> noted.onFailure(e -> LOG.warn("{}", String.valueOf(e.getMessage()))));
  }

  /** Stops the workers; Dashboard stops the server first. */
  @Override
  public void close() {
    downloads.close();
    workers.close();
  }
}
