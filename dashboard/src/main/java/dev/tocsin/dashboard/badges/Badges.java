package dev.tocsin.dashboard.badges;

import dev.tocsin.dashboard.board.Glance;
import dev.tocsin.dashboard.board.Glances;
import dev.tocsin.dashboard.board.Tally;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /badge/…} and {@code /b/…}: to anybody, from any site, to GET alone. A signature
 * is verified before anything is looked up, so that guessing costs the database nothing.
 */
public final class Badges implements Handler<HttpServerRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(Badges.class);

  private static final String NEVER_CACHED =
      "max-age=0, no-cache, no-store, must-revalidate, private";

  /** A picture needs nothing, and runs nothing. */
  private static final String POLICY = "default-src 'none'";

  /** A database that hangs is as good as away: pages that embed us must not hang as well. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Glances glances;
  private final Signatures signatures;
  private final String masterLabel;
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * @param masterLabel what the badge of all checks of a project is called
   */
  public Badges(Vertx vertx, Glances glances, BadgeUrls urls, String masterLabel) {
    this.vertx = vertx;
    this.glances = glances;
    this.signatures = urls.signatures();
    this.masterLabel = masterLabel;
  }

  /** Whether a path, as it came, is ours to answer. */
  public static boolean owns(String path) {
    return path.startsWith("/badge/") || path.startsWith("/b/");
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Cache-Control", NEVER_CACHED)
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", POLICY);
    Optional<BadgePath> path = BadgePath.of(request.path());
    if (path.isEmpty()) {
      notFound(response);
    } else if (request.method().equals(HttpMethod.OPTIONS)) {
      response.putHeader("Access-Control-Allow-Methods", "GET, OPTIONS").setStatusCode(204).end();
    } else if (!request.method().equals(HttpMethod.GET)) {
      response.putHeader("Allow", "GET, OPTIONS").setStatusCode(405).end();
    } else {
      answer(response, path.get(), Look.of(request.query()));
    }
  }

  private void answer(HttpServerResponse response, BadgePath path, Look look) {
    Optional<Format> format = Format.of(path.format());
    if (format.isEmpty()) {
      notFound(response);
      return;
    }
    Context here = vertx.getOrCreateContext();
    badge(path)
        .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .onSuccess(badge -> here.runOnContext(v -> known(response, badge, format.get(), look)))
        .onFailure(why -> here.runOnContext(v -> unknown(response, path, format.get(), look, why)));
  }

  private Future<Optional<Badge>> badge(BadgePath path) {
    boolean three = path.threeStates();
    if (path.subject() instanceof BadgePath.OfCheck of) {
      return glances.ofCheck(of.badgeCode()).map(seen -> seen.flatMap(g -> check(g, of, three)));
    }
    var of = (BadgePath.OfProject) path.subject();
    return badgeKey(of)
        .map(key -> glances.ofBadgeKey(key).map(seen -> seen.map(g -> project(g, of, three))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Optional<UUID> badgeKey(BadgePath.OfProject of) {
    return of.key().filter(key -> signatures.fits(key, of.tag(), of.signature()));
  }

  private Badge project(Glance seen, BadgePath.OfProject of, boolean threeStates) {
    Tally checks = of.tag().equals(Badge.ALL) ? seen.all() : seen.tagged(of.tag());
    return Badge.of(label(of), checks, threeStates);
  }

  private String label(BadgePath.OfProject of) {
    return of.tag().equals(Badge.ALL) ? masterLabel : of.tag();
  }

  private static Optional<Badge> check(Glance seen, BadgePath.OfCheck of, boolean threeStates) {
    return seen.withBadge(of.badgeCode())
        .map(check -> Badge.of(check.name(), Tally.of(List.of(check)), threeStates));
  }

  private void known(HttpServerResponse response, Optional<Badge> badge, Format format, Look look) {
    complained.set(false);
    badge.ifPresentOrElse(there -> send(response, there, format, look), () -> notFound(response));
  }

  /** The database is away. A picture says so; what was true a while ago is not what was asked. */
  private void unknown(
      HttpServerResponse response, BadgePath path, Format format, Look look, Throwable why) {
    complain(why);
    if (!response.closed()) {
      String label = path.subject() instanceof BadgePath.OfProject of ? label(of) : "check";
      response.setStatusCode(503).putHeader("Retry-After", "5");
      send(response, Badge.unknown(label), format, look);
    }
  }

  private static void send(HttpServerResponse response, Badge badge, Format format, Look look) {
    if (!response.closed()) {
      byte[] body = look.over(badge).as(format, look.style());
      response.putHeader("Content-Type", format.type()).end(Buffer.buffer(body));
    }
  }

  /** Once per outage: a thousand a second would fill a disk. */
  private void complain(Throwable why) {
    if (complained.compareAndSet(false, true)) {
      LOG.warn("badges say that nothing is known: {}", String.valueOf(why.getMessage()));
    }
  }

  private static void notFound(HttpServerResponse response) {
    if (!response.closed()) {
      response
          .setStatusCode(404)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end("not found");
    }
  }
}
