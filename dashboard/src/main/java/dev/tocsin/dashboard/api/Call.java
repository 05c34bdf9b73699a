package dev.tocsin.dashboard.api;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request that has a route and a method, its body read.
 *
 * @param query the query string as it came
 * @param keyHeader the header {@code X-Api-Key}, which counts even if it is empty
 * @param metricsKey the header {@code X-Metrics-Key}
 * @param ifMatch the header {@code If-Match}, all of them with commas between
 * @param ifNoneMatch the header {@code If-None-Match}, likewise
 */
record Call(
    Target target,
    HttpMethod method,
    @Nullable String query,
    @Nullable String keyHeader,
    @Nullable String metricsKey,
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    byte[] body) {

  Access access() {
    return target.route().access(method);
  }
}
