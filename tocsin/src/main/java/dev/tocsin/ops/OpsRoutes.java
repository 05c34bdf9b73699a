package dev.tocsin.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz} (the process runs), {@code /readyz} (it does its work), {@code /metrics}, and,
 * of a listener, {@code /stream} (what it says of its stream, as JSON). They have threads of their
 * own: a part that hangs must not keep us from saying so.
 */
public final class OpsRoutes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpsRoutes.class);

  /** One for metrics, one for readiness, while another asker waits for either. */
  private static final int THREADS = 2;

  /** What is answered here. */
  public static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics", "/stream");

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final Readiness readiness;
  private final WorkerExecutor workers;
  private volatile @Nullable Supplier<String> report;

  public OpsRoutes(Vertx vertx, PrometheusMeterRegistry registry, Readiness readiness) {
    this.registry = registry;
    this.readiness = readiness;
    this.workers = vertx.createSharedWorkerExecutor("ops", THREADS, 30, TimeUnit.SECONDS);
  }

  /** From now on {@code /stream} answers this, which must be quick: there is a listener here. */
  public void reports(Supplier<String> stream) {
    report = stream;
  }

  /** Answers what is ours and leaves the rest to {@code others}. */
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> others) {
    return request -> {
      String path = request.path() == null ? "" : request.path();
      switch (path) {
        case "/healthz" -> answer(request, 200, TEXT, "alive\n");
        case "/readyz" -> ready(request);
        case "/metrics" -> metrics(request);
        case "/stream" -> stream(request, others);
        default -> others.handle(request);
      }
    };
  }

  /** Alone on a port. */
  public Handler<HttpServerRequest> only() {
    return before(request -> answer(request, 404, TEXT, "not found\n"));
  }

  private void ready(HttpServerRequest request) {
    work(
        request,
        () -> {
          List<String> reasons = readiness.notReady();
          return reasons.isEmpty()
              ? new Answer(200, TEXT, "ready\n")
              : new Answer(503, TEXT, String.join("\n", reasons) + "\n");
        });
  }

  private void metrics(HttpServerRequest request) {
    work(request, () -> new Answer(200, PROMETHEUS, registry.scrape()));
  }

  private void stream(HttpServerRequest request, Handler<HttpServerRequest> others) {
    Supplier<String> listener = report;
    if (listener == null) {
      others.handle(request);
    } else {
      answer(request, 200, JSON, listener.get());
    }
  }

  private record Answer(int status, String type, String body) {}

  private void work(HttpServerRequest request, Callable<Answer> work) {
    workers
        .executeBlocking(work, false)
        .otherwise(OpsRoutes::failed)
        .onSuccess(done -> answer(request, done.status(), done.type(), done.body()));
  }

  /** Anybody may ask: how it failed is for the log. */
  private static Answer failed(Throwable failure) {
    LOG.error("an operator's question failed", failure);
    return new Answer(503, TEXT, "cannot tell, see the log\n");
  }

  private static void answer(HttpServerRequest request, int status, String type, String body) {
    HttpServerResponse response = request.response().setStatusCode(status);
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      response.setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (HttpMethod.HEAD.equals(request.method())) {
      response.end();
    } else {
      response.end(body);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
