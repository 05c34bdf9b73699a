package dev.tocsin.dashboard.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies of requests: never more of one than is allowed, never more of all together than fits
 * into memory, and none for ever. They are read before anybody knows who sent them.
 */
final class Bodies {

  /** How much of a body that is too long we read and drop, so that its sender reads our answer. */
  private static final int PATIENCE = 16;

  /** A sender that takes longer is not one that we serve; 2.5 MiB take that long at 90 kB/s. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Why there is no body. */
  enum Refusal {
    TOO_LONG(413, "request body is too large"),
    TOO_MANY(503, "too many requests are waiting, please try again"),
    TOO_SLOW(408, "the request body did not arrive in time");

    final int status;
    final String message;

    Refusal(int status, String message) {
      this.status = status;
      this.message = message;
    }
  }

  /** A body was refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Refusal why;

    Refused(Refusal why) {
      super(why.message, null, false, false);
      this.why = why;
    }

    Refusal why() {
      return why;
    }
  }

  private final Vertx vertx;
  private final int limit;
  private final long mostBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param limit the longest body
   * @param mostBytes of all bodies that are being read or worked on
   */
  Bodies(Vertx vertx, int limit, long mostBytes) {
    this.vertx = vertx;
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  /**
   * The body, to be {@link #release}d when it is not needed any more. Fails with {@link Refused},
   * or with something else if the client goes away.
   */
  Future<byte[]> read(HttpServerRequest request) {
    Reading reading = new Reading(request);
    if (announced(request) > limit) {
      reading.refuse(Refusal.TOO_LONG);
    }
    return reading.promise.future();
  }

  /** Bytes of bodies in memory. */
  long held() {
    return held.get();
  }

  void release(byte[] body) {
    held.addAndGet(-body.length);
  }

  private static long announced(HttpServerRequest request) {
    try {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private final class Reading {

    private final HttpServerRequest request;
    private final Promise<byte[]> promise = Promise.promise();
    private final long deadline;
    private Buffer body = Buffer.buffer();
    private long seen;
    private boolean over;

    Reading(HttpServerRequest request) {
      this.request = request;
      this.deadline = vertx.setTimer(LONGEST.toMillis(), id -> refuse(Refusal.TOO_SLOW));
      request.exceptionHandler(this::fail);
      request.handler(this::take);
      request.endHandler(end -> finish());
    }

    private void take(Buffer chunk) {
      seen += chunk.length();
      if (seen > (long) limit * PATIENCE) {
        request.connection().close();
      } else if (!over && seen > limit) {
        refuse(Refusal.TOO_LONG);
      } else if (!over && held.addAndGet(chunk.length()) > mostBytes) {
        held.addAndGet(-chunk.length());
        refuse(Refusal.TOO_MANY);
      } else if (!over) {
        body.appendBuffer(chunk);
      }
    }

    private void finish() {
      if (!over) {
        over = true;
        vertx.cancelTimer(deadline);
        promise.complete(body.getBytes());
      }
    }

    private void refuse(Refusal why) {
      fail(new Refused(why));
    }

    private void fail(Throwable why) {
      if (!over) {
        over = true;
        vertx.cancelTimer(deadline);
        held.addAndGet(-body.length());
        body = Buffer.buffer();
        promise.fail(why);
      }
    }
  }
}
