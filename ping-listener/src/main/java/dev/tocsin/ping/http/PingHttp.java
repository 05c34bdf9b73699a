package dev.tocsin.ping.http;

import dev.tocsin.ping.http.PingPath.Nowhere;
import dev.tocsin.ping.http.PingPath.Route;
import dev.tocsin.ping.http.WaitingPing.Client;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/** From a request to a ping: path, query, headers, body. Never blocks. */
public final class PingHttp {

  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence FORWARDED_PROTO =
      HttpHeaders.createOptimized("X-Forwarded-Proto");
  private static final byte[] NO_BODY = new byte[0];

  /** So long a client that we want to be rid of may finish sending, so that it sees our answer. */
  private static final int LINGER_SECONDS = 3;

  private final PingLimits limits;
  private final Answers answers;
  private final BodyReader.Budget bodies;

  // One context to stand for each event loop: requests may each come with a context of their own.
  private final ThreadLocal<Context> loops;

  /**
   * @param answers takes every ping from here
   */
  public PingHttp(Vertx vertx, PingLimits limits, Answers answers) {
    this.limits = limits;
    this.answers = answers;
    this.bodies = new BodyReader.Budget(limits.maxReadingBytes());
    this.loops = ThreadLocal.withInitial(vertx::getOrCreateContext);
  }

  /** Serves ping URLs below {@code /ping/}. */
  public Handler<HttpServerRequest> belowPing() {
    return request -> handle(request, PingPath.Tree.BELOW_PING);
  }

  /** Serves ping URLs below {@code /ping/} and below {@code /}. */
  public Handler<HttpServerRequest> atRoot() {
    return request -> handle(request, PingPath.Tree.AT_ROOT);
  }

  private void handle(HttpServerRequest request, PingPath.Tree tree) {
    PingPath path = PingPath.parse(request.path(), tree);
    if (path instanceof Route route) {
      boolean byCode = route.target() instanceof Target.ByCode;
      route(request, route, client(request, byCode));
    } else {
      Answer answer =
          switch ((Nowhere) path) {
            case NO_ROUTE -> Answer.NO_ROUTE;
            case UPPER_CASE_SLUG -> Answer.INVALID_URL;
            case NO_SUCH_CHECK -> Answer.NOT_FOUND;
          };
      answers.reject(client(request, false), answer, false);
    }
  }

  private Client client(HttpServerRequest request, boolean byCode) {
    boolean head = request.method().equals(HttpMethod.HEAD);
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    return new Client(request.response(), loops.get(), peer == null ? "" : peer, head, byCode);
  }

  private void route(HttpServerRequest request, Route route, Client client) {
    if (answers.stopping()) {
      closeAfter(request);
      answers.shed(client, Shed.STOPPING);
    } else if (!hasBody(request)) {
      hear(request, route, client, NO_BODY);
    } else if (announcedLength(request) > limits.maxBody()) {
      closeAfter(request);
      answers.reject(client, Answer.TOO_LARGE, false);
    } else {
      if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
        request.response().writeContinue();
      }
      BodyReader.read(
          request,
          limits.keptBytes(),
          bodies,
          body -> {
            if (body == null) {
              answers.shed(client, Shed.BODIES);
            } else {
              hear(request, route, client, body);
            }
          });
    }
  }

  /**
   * Closes the connection once this request has come in and is answered. Said before the answer is
   * written: said after it, the connection would be gone while the client is still sending, and the
   * answer lost.
   */
  private static void closeAfter(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
  }

  private void hear(HttpServerRequest request, Route route, Client client, byte[] body) {
    PingQuery query = PingQuery.parse(request.query());
    Target target = route.target();
    if (query.create() && target instanceof Target.BySlug slug) {
      target = new Target.BySlug(slug.pingKey(), slug.slug(), true);
    }
    if (route.exitStatus() == Route.STATUS_TOO_BIG) {
      answers.refuse(target, Answer.INVALID_URL, client);
    } else if (query.malformedRun()) {
      answers.refuse(target, Answer.INVALID_UUID, client);
    } else {
      answers.hear(ping(request, route, target, query, client, body), client);
    }
  }

  private static HeardPing ping(
      HttpServerRequest request,
      Route route,
      Target target,
      PingQuery query,
      Client client,
      byte[] body) {
    MultiMap headers = request.headers();
    String scheme = headers.get(FORWARDED_PROTO);
    String userAgent = headers.get(HttpHeaders.USER_AGENT);
    return new HeardPing(
        target,
        route.signal(),
        route.exitStatus() == Route.NO_STATUS ? null : route.exitStatus(),
        query.run(),
        scheme == null ? "http" : storable(scheme),
        storable(request.method().name()),
        PeerAddress.of(headers.get(FORWARDED_FOR), client.socketPeer()),
        userAgent == null ? "" : storable(userAgent),
        body);
  }

  /** Postgres takes no NUL in a text. */
  private static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** Whether there is a body to wait for; without one the ping is heard at once. */
  private static boolean hasBody(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return !request.isEnded(); // its frames say it, not its headers
    }
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || announcedLength(request) > 0;
  }

  private static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : parsed(length);
  }

  private static long parsed(String length) {
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
