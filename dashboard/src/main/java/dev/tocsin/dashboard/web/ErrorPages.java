package dev.tocsin.dashboard.web;

import dev.tocsin.store.DbException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what went wrong in a sentence, and never how things are inside. */
final class ErrorPages {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  private static final String SLOW =
      "The database takes too long. What you have just sent may be saved all the same: look before"
          + " you send it again. Pings are still heard.";

  private final Views views;
  private final StaticFiles files;
  private final String siteName;
  private final InstantSource clock;

  ErrorPages(Views views, StaticFiles files, String siteName, InstantSource clock) {
    this.views = views;
    this.files = files;
    this.siteName = siteName;
    this.clock = clock;
  }

  /** Answers for whatever no route takes, and for what a route fails with. */
  void watch(Router router) {
    for (int status : new int[] {400, 404, 405, 413, 414, 431}) {
      router.errorHandler(status, http -> send(http, status));
    }
    router.errorHandler(500, http -> send(http, http.failure()));
  }

  void send(RoutingContext http, @Nullable Throwable why) {
    if (why instanceof Workers.Saturated) {
      http.response().putHeader("Retry-After", "2");
      send(http, 503);
    } else if (why instanceof Workers.TooSlow
        || (why instanceof DbException busy && busy.isBusy())) {
      LOG.warn("no page {}: {}", http.normalizedPath(), why.getMessage());
      http.response().putHeader("Retry-After", "5");
      send(http, 503, SLOW);
    } else if (why instanceof DbException db && db.isAway()) {
      LOG.warn("no page {}: {}", http.normalizedPath(), db.getMessage());
      http.response().putHeader("Retry-After", "5");
      send(http, 503, "The database is away. Pings are still heard and kept meanwhile.");
    } else {
      String name = UUID.randomUUID().toString().substring(0, 8);
      LOG.error("error {} on page {}", name, http.normalizedPath(), why);
      send(http, 500, "This is our fault. The log tells more under the word %s.".formatted(name));
    }
  }

  void send(RoutingContext http, int status) {
    send(http, status, detail(status));
  }

  private static String detail(int status) {
    return switch (status) {
      case 403 ->
          "You may not do this, or the page was open for too long. Reload it and try again.";
      case 404, 405 -> "It may have been deleted, or it belongs to a project that is not yours.";
      case 413 -> "What was sent is longer than we take.";
      case 503 -> "Too many requests at once. Try again in a moment.";
      default -> "We did not understand this request.";
    };
  }

  private static String title(int status) {
    return switch (status) {
      case 403 -> "Not allowed";
      case 404, 405 -> "There is nothing here";
      case 413 -> "Too much";
      case 500 -> "Something broke";
      case 503 -> "Not right now";
      default -> "That did not work";
    };
  }

  private void send(RoutingContext http, int status, String detail) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    Chrome chrome =
        new Chrome(
            siteName,
            title(status),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            List.of(),
            "",
            files.root(),
            "",
            Viewer.of("", theme(http), false, clock.instant()));
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(views.render("pages/error.jte", Map.of("chrome", chrome, "detail", detail)));
  }

  private static String theme(RoutingContext http) {
    var cookie = http.request().getCookie(Cookies.THEME);
    return cookie == null ? "" : cookie.getValue();
  }
}
