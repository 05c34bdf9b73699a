package dev.tocsin.roles;

import dev.tocsin.dashboard.KeptStatusPages;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers who asks for pages: by the dashboard, once it has begun. Until then there are status
 * pages, as they were kept, and for all others the word to come back.
 */
final class Pages implements Handler<HttpServerRequest> {

  private volatile Handler<HttpServerRequest> now = Pages::comeBack;

  /** From now on there are these, until the dashboard begins. */
  void show(KeptStatusPages kept) {
    now =
        request -> {
          if (!kept.takes(request)) {
            comeBack(request);
          }
        };
  }

  /** From now on the dashboard answers. */
  void begin(Handler<HttpServerRequest> dashboard) {
    now = dashboard;
  }

  @Override
  public void handle(HttpServerRequest request) {
    now.handle(request);
  }

  private static void comeBack(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.RETRY_AFTER, "5")
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end("Tocsin is starting, or waits for its database. Pings are heard and kept.\n");
  }
}
