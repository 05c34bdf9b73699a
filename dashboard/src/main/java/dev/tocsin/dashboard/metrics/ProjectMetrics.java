package dev.tocsin.dashboard.metrics;

import dev.tocsin.dashboard.board.Glances;
import dev.tocsin.dashboard.board.Slots;
import dev.tocsin.dashboard.web.Escapes;
import dev.tocsin.dashboard.web.Gzip;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.Db;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /projects/<uuid>/metrics/…}. The key alone says which project is meant; it must be
 * one that may only read, for it will stand in the configuration of a scraper.
 */
public final class ProjectMetrics implements Handler<HttpServerRequest> {

  /** Tells keys apart. Called on a worker thread. */
  @FunctionalInterface
  public interface Keys {
    /** What a key opens, if it may only read. */
    Optional<Reader> reader(String key);
  }

  /**
   * What a key opens.
   *
   * @param channels whether it may read what became of alerts
   */
  public record Reader(long projectId, boolean channels) {}

  private static final Logger LOG = LoggerFactory.getLogger(ProjectMetrics.class);

  private static final Pattern PATH =
      Pattern.compile(
          "/projects/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + "/(?:metrics/|(?:checks/)?metrics/([-a-zA-Z0-9_]+))");

  private static final String BEARER = "Bearer ";
  private static final int KEY_LENGTH = 32;

  /** Pages of 10,000 checks have about ten megabytes. */
  private static final int KEPT_BYTES = 64 << 20;

  private static final int KEPT_PAGES = 64;

  /** Less than Prometheus waits by default: it shall hear why. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Vertx vertx;
  private final Workers workers;
  private final Keys keys;
  private final boolean enabled;
  private final Slots<Reader, Optional<byte[]>> pages;

  /**
   * @param enabled otherwise every answer is 404
   */
  public ProjectMetrics(
      Vertx vertx, Workers workers, Db db, Glances glances, Keys keys, boolean enabled) {
    this.vertx = vertx;
    this.workers = workers;
    this.keys = keys;
    this.enabled = enabled;
    this.pages =
        new Slots<>(
            reader ->
                glances
                    .ofProject(reader.projectId())
                    .compose(
                        seen ->
                            workers.run(
                                () -> seen.map(g -> Families.of(g, Counts.of(db, reader))))),
            page -> page.map(bytes -> bytes.length).orElse(0),
            KEPT_PAGES,
            KEPT_BYTES);
  }

  /** Some check changed. */
  public void changed() {
    pages.changed();
  }

  /** Whether a path, as it came, is ours to answer. */
  public static boolean owns(String path) {
    return path.startsWith("/projects/")
        && path.contains("metrics")
        && PATH.matcher(Escapes.decode(path, false)).matches();
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader("Cache-Control", "no-store").putHeader("X-Content-Type-Options", "nosniff");
    boolean reading =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!enabled) {
      refuse(response, 404, "metrics of projects are switched off (metrics.projects)");
    } else if (!reading) {
      response.putHeader("Allow", "GET, HEAD");
      refuse(response, 405, "use GET");
    } else {
      String key = key(request);
      if (key == null) {
        response.putHeader("WWW-Authenticate", "Bearer");
        refuse(response, 401, "send a read-only API key: Authorization: Bearer <key>");
      } else if (key.length() != KEY_LENGTH) {
        refuse(response, 400, "an API key has %d characters".formatted(KEY_LENGTH));
      } else {
        answer(request, key);
      }
    }
  }

  private static @Nullable String key(HttpServerRequest request) {
    Matcher path = PATH.matcher(Escapes.decode(request.path(), false));
    if (path.matches() && path.group(1) != null) {
      return path.group(1);
    }
    String header = request.getHeader("Authorization");
    return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
  }

  private void answer(HttpServerRequest request, String key) {
    Context here = vertx.getOrCreateContext();
    HttpServerResponse response = request.response();
    workers
        .run(() -> keys.reader(key))
        .compose(
            reader ->
                reader.map(pages::look).orElseGet(() -> Future.succeededFuture(Optional.empty())))
        .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .onSuccess(
            page ->
                here.runOnContext(
                    v ->
                        page.ifPresentOrElse(
                            text -> send(request, text),
                            () -> refuse(response, 403, "wrong api key"))))
        .onFailure(why -> here.runOnContext(v -> unknown(response, why)));
  }

  /** Prometheus then notes that nothing is known, which is true. */
  private static void unknown(HttpServerResponse response, Throwable why) {
    LOG.warn("no metrics: {}", String.valueOf(why.getMessage()));
    response.putHeader("Retry-After", "5");
    refuse(response, 503, "the database does not answer, please try again");
  }

  /** Squeezing ten megabytes takes a while, so not on the event loop. */
  private void send(HttpServerRequest request, byte[] page) {
    HttpServerResponse response = request.response().putHeader("Content-Type", "text/plain");
    response.putHeader("Vary", "Accept-Encoding");
    boolean zip = page.length > Gzip.WORTH_IT_BYTES && Gzip.accepted(request);
    Future<byte[]> body = zip ? workers.run(() -> Gzip.of(page)) : Future.succeededFuture(page);
    body.onSuccess(
            bytes -> {
              if (zip) {
                response.putHeader("Content-Encoding", "gzip");
              }
              if (!response.closed()) {
                response.end(Buffer.buffer(bytes));
              }
            })
        .onFailure(
            full -> refuse(response, 503, "too many requests are waiting, please try again"));
  }

  private static void refuse(HttpServerResponse response, int status, String why) {
    if (!response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end(why + "\n");
    }
  }
}
