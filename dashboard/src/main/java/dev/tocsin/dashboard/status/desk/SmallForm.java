package dev.tocsin.dashboard.status.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads forms with one short field, from anybody. */
final class SmallForm {

  /** An address, or a password. */
  private static final int LARGEST_BYTES = 8 << 10;

  private SmallForm() {}

  /**
   * The fields of a form, the last of a name counts.
   *
   * @return fails with {@link IllegalArgumentException} for a body that is too long or no form
   */
  static Future<Map<String, String>> read(HttpServerRequest request) {
    Promise<Map<String, String>> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        bytes -> {
          if (body.length() + bytes.length() > LARGEST_BYTES) {
            request.handler(more -> {});
            promise.tryFail(new IllegalArgumentException("too long"));
          } else {
            body.appendBuffer(bytes);
          }
        });
    request.exceptionHandler(promise::tryFail);
    request.endHandler(
        end -> {
          try {
            promise.tryComplete(fields(body.toString(StandardCharsets.UTF_8)));
          } catch (IllegalArgumentException e) {
            promise.tryFail(e);
          }
        });
    return promise.future();
  }

  private static Map<String, String> fields(String body) {
    Map<String, String> fields = new ConcurrentHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8).replace("\0", "");
  }
}
