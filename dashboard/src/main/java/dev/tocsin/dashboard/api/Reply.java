package dev.tocsin.dashboard.api;

import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param type the content type; null: no body
 * @param headers further headers
 * @param download what sends the body, and its own headers, as it makes it; null: there is a body
 */
record Reply(
    int status,
    @Nullable String type,
    Pieces body,
    Map<String, String> headers,
    @Nullable Consumer<HttpServerResponse> download) {

  private static final byte[] NOTHING = {};

  Reply(int status, @Nullable String type, byte[] body) {
    this(status, type, Pieces.of(body), Map.of(), null);
  }

  /** A file that is made while it is sent. */
  static Reply download(Consumer<HttpServerResponse> download) {
    return new Reply(200, null, Pieces.of(NOTHING), Map.of(), download);
  }

  /** This answer with these further headers. */
  Reply with(Map<String, String> more) {
    return new Reply(status, type, body, Map.copyOf(more), download);
  }

  static Reply json(int status, Object value) {
    return new Reply(status, "application/json", Json.bytes(value));
  }

  /** A long answer of 200, made piece by piece. */
  static Reply json(Pieces body) {
    return new Reply(200, "application/json", body, Map.of(), null);
  }

  /** An error in words; what they quote may hold halves of characters, which no UTF-8 has. */
  static Reply error(int status, String message) {
    byte[] whole = message.getBytes(StandardCharsets.UTF_8);
    return json(status, Map.of("error", new String(whole, StandardCharsets.UTF_8)));
  }

  static Reply empty(int status) {
    return new Reply(status, null, NOTHING);
  }

  static Reply text(int status, String text) {
    return raw(status, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are, whatever they are. */
  static Reply raw(int status, byte[] bytes) {
    return new Reply(status, "text/plain", bytes);
  }
}
