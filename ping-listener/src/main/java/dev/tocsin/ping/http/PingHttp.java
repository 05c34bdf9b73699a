package dev.tocsin.ping.http;

import dev.tocsin.ping.http.PingPath.Nowhere;
import dev.tocsin.ping.http.PingPath.Route;
import dev.tocsin.ping.http.WaitingPing.Client;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From a request to a ping: path, query, headers, body. Never blocks. */
public final class PingHttp {

  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence FORWARDED_PROTO =
      HttpHeaders.createOptimized("X-Forwarded-Proto");
  private static final byte[] NO_BODY = new byte[0];

  private static final int LONGEST_NEW_SLUG = 100;

  /** So long a client that we want to be rid of may finish sending, so that it sees our answer. */
  private static final int LINGER_SECONDS = 3;

  private final PingLimits limits;
  private final TrustedProxies proxies;
  private final Answers answers;
  private final BodyReader.Budget bodies;

  // One context to stand for each event loop: requests may each come with a context of their own.
  private final ThreadLocal<Context> loops;

  /**
   * @param proxies whose forwarded headers are believed
   * @param answers takes every ping from here
   */
  public PingHttp(Vertx vertx, PingLimits limits, TrustedProxies proxies, Answers answers) {
    this.limits = limits;
    this.proxies = proxies;
    this.answers = answers;
    this.bodies = new BodyReader.Budget(limits.maxReadingBytes());
    this.loops = ThreadLocal.withInitial(vertx::getOrCreateContext);
  }

  /** Serves everything below {@code /ping/}, and leaves all other paths to {@code others}. */
  public Handler<HttpServerRequest> belowPing(Handler<HttpServerRequest> others) {
    return request -> {
      String path = request.path();
      if (path != null && PingPath.isBelowPing(path)) {
        handle(request, PingPath.Tree.BELOW_PING);
      } else {
        others.handle(request);
      }
    };
  }

  /** Serves ping URLs below {@code /ping/} and below {@code /}. */
  public Handler<HttpServerRequest> atRoot() {
    return request -> handle(request, PingPath.Tree.AT_ROOT);
  }

  private void handle(HttpServerRequest request, PingPath.Tree tree) {
    String raw = request.path();
    PingPath path = raw == null ? Nowhere.NO_ROUTE : PingPath.parse(raw, tree);
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
    String peer = proxies.everybody() ? socketPeer(request) : sender(request);
    return new Client(request.response(), loops.get(), peer == null ? "" : peer, head, byCode);
  }

  private static @Nullable String socketPeer(HttpServerRequest request) {
    return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
  }

  /** Who sent it; null if that is not known. */
  private @Nullable String sender(HttpServerRequest request) {
    String peer = socketPeer(request);
    return proxies.everybody()
        ? PeerAddress.of(request.getHeader(FORWARDED_FOR), peer)
        : PeerAddress.beyond(proxies, request.headers().getAll(FORWARDED_FOR), peer);
  }

  /** How it came, as far as a proxy that is believed says so. */
  private String scheme(HttpServerRequest request) {
    String scheme = request.getHeader(FORWARDED_PROTO);
    String peer = socketPeer(request);
    boolean believed = proxies.everybody() || (peer != null && proxies.contains(peer));
    return scheme == null || !believed ? "http" : storable(scheme);
  }

  private void route(HttpServerRequest request, Route route, Client client) {
    if (answers.stopping()) {
      closeAfter(request);
      answers.shed(client, Shed.STOPPING);
    } else if (!hasBody(request)) {
      hear(request, route, client, NO_BODY);
    } else {
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
    if (query.create() && target instanceof Target.BySlug slug && creatable(slug)) {
      target = new Target.BySlug(slug.pingKey(), slug.slug(), true);
    }
    if (route.exitStatus() == Route.STATUS_TOO_BIG) {
      answers.refuse(target, Answer.INVALID_URL, client);
    } else if (query.malformedRun()) {
      answers.refuse(target, Answer.INVALID_UUID, client);
    } else {
      answers.hear(ping(request, route, target, query, body), client);
    }
  }

  /** No check may have a longer slug: the Management API takes none either. */
  private static boolean creatable(Target.BySlug target) {
    return target.slug().length() <= LONGEST_NEW_SLUG;
  }

  private HeardPing ping(
      HttpServerRequest request, Route route, Target target, PingQuery query, byte[] body) {
    String userAgent = request.getHeader(HttpHeaders.USER_AGENT);
    return new HeardPing(
        target,
        route.signal(),
        route.exitStatus() == Route.NO_STATUS ? null : route.exitStatus(),
        query.run(),
        scheme(request),
        storable(request.method().name()),
        sender(request),
        userAgent == null ? "" : storable(userAgent),
        body,
        request.bytesRead() > body.length);
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
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return (length != null && !length.equals("0"))
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }
}
