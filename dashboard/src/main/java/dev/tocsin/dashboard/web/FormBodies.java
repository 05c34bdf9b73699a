package dev.tocsin.dashboard.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory that forms share, from their first byte to their answer: they are read before anybody
 * knows who sends them. Each form has a bound of its own, too, and each connection one of time.
 */
final class FormBodies {

  private final int mostForms;
  private final long mostBytes;
  private final Set<HttpServerRequest> reading = ConcurrentHashMap.newKeySet();

  /**
   * @param mostForms that are on their way at once
   * @param mostBytes that have arrived of them
   */
  FormBodies(int mostForms, long mostBytes) {
    this.mostForms = mostForms;
    this.mostBytes = mostBytes;
  }

  /** Goes on to the next handler, or answers 503 with the body unread. */
  void enter(RoutingContext http, ErrorPages errors) {
    HttpServerRequest request = http.request();
    if (reading.size() >= mostForms || bytes() >= mostBytes) {
      http.response().putHeader("Retry-After", "2").putHeader("Connection", "close");
      errors.send(http, 503);
      return;
    }
    reading.add(request);
    http.addEndHandler(done -> reading.remove(request));
    http.next();
  }

  /** What has arrived; asked of each, since only the server itself sees every byte come. */
  private long bytes() {
    long sum = 0;
    for (HttpServerRequest request : reading) {
      sum += request.bytesRead();
    }
    return sum;
  }

  int open() {
    return reading.size();
  }
}
