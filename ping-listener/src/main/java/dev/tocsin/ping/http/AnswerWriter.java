package dev.tocsin.ping.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers: exact bytes, exact headers (docs/ping-api.md, "Answers"). On the event loop of
 * the connection.
 */
final class AnswerWriter {

  private static final CharSequence PLAIN =
      HttpHeaders.createOptimized("text/plain; charset=utf-8");
  private static final CharSequence NEVER =
      HttpHeaders.createOptimized("max-age=0, no-cache, no-store, must-revalidate, private");
  private static final CharSequence ANY = HttpHeaders.createOptimized("*");
  private static final CharSequence BODY_LIMIT = HttpHeaders.createOptimized("Ping-Body-Limit");

  /** Seconds before a refused client comes again: from so many to twice as many, by chance. */
  private static final int RETRY_AFTER = 5;

  /** The bytes of an answer, made once. */
  private record Bytes(Buffer body, CharSequence length) {
    static Bytes of(Answer answer) {
      Buffer body = Buffer.buffer(answer.text);
      return new Bytes(body, HttpHeaders.createOptimized(Integer.toString(body.length())));
    }
  }

  private static final Map<Answer, Bytes> BYTES = new EnumMap<>(Answer.class);

  static {
    for (Answer answer : Answer.values()) {
      BYTES.put(answer, Bytes.of(answer));
    }
  }

  private final @Nullable CharSequence bodyLimit;

  /**
   * @param bodyLimit what is kept of a body, in bytes; empty: all of it
   */
  AnswerWriter(OptionalInt bodyLimit) {
    this.bodyLimit =
        bodyLimit.isPresent()
            ? HttpHeaders.createOptimized(Integer.toString(bodyLimit.getAsInt()))
            : null;
  }

  /**
   * @param head the request was HEAD: the same headers, no body
   * @param uncached the answer must not be kept by caches, as the contract has it
   */
  void write(HttpServerResponse response, Answer answer, boolean head, boolean uncached) {
    if (response.closed()) {
      return;
    }
    Bytes bytes = Objects.requireNonNull(BYTES.get(answer));
    MultiMap headers = response.headers();
    response.setStatusCode(answer.status);
    headers.set(HttpHeaders.CONTENT_TYPE, PLAIN);
    headers.set(HttpHeaders.CONTENT_LENGTH, bytes.length());
    if (answer.accepted()) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
      if (bodyLimit != null) {
        headers.set(BODY_LIMIT, bodyLimit);
      }
    }
    if (uncached) {
      headers.set(HttpHeaders.CACHE_CONTROL, NEVER);
    }
    if (answer == Answer.BUSY) {
      int seconds = RETRY_AFTER + ThreadLocalRandom.current().nextInt(RETRY_AFTER + 1);
      headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    }
    if (head) {
      response.end();
    } else {
      response.end(bytes.body());
    }
  }
}
