package dev.tocsin.dashboard.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Reads bodies of requests, and never more of them than is allowed. */
final class Bodies {

  /** How much of a body that is too long we read and drop, so that its sender reads our answer. */
  private static final int PATIENCE = 16;

  private Bodies() {}

  /** The body; empty if it is longer than {@code limit}. Fails if the client goes away. */
  static Future<Optional<byte[]>> read(HttpServerRequest request, int limit) {
    Promise<Optional<byte[]>> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    long[] read = {0};
    request.exceptionHandler(promise::tryFail);
    request.handler(
        chunk -> {
          read[0] += chunk.length();
          if (read[0] <= limit) {
            body.appendBuffer(chunk);
          } else if (read[0] > (long) limit * PATIENCE) {
            request.connection().close();
          }
        });
    request.endHandler(
        end ->
            promise.tryComplete(
                read[0] <= limit ? Optional.of(body.getBytes()) : Optional.empty()));
    return promise.future();
  }
}
