package dev.tocsin.dashboard.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that answers share while their readers take them. A reader who takes his time is left
 * alone until his connection's own time is up; but all of them together hold no more than this.
 * Thread-safe.
 */
public final class Outgoing {

  /** What a connection holds anyway: such answers are bounded by the number of connections. */
  public static final int SMALL = 1 << 16;

  private final long mostBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param mostBytes of answers that are on their way; beyond it they are refused
   */
  public Outgoing(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes room for so many bytes; false if there is none. */
  public boolean take(long bytes) {
    if (held.addAndGet(bytes) <= mostBytes) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Gives it back. */
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /**
   * Gives it back once: when the answer is written, or its reader is gone, whichever is told. To be
   * asked before the response is ended.
   */
  public Runnable releaseOnce(HttpServerResponse response, long bytes) {
    AtomicBoolean done = new AtomicBoolean();
    Runnable once =
        () -> {
          if (done.compareAndSet(false, true)) {
            release(bytes);
          }
        };
    response.closeHandler(gone -> once.run());
    if (response.closed()) {
      once.run(); // nobody calls a handler that comes too late
    }
    return once;
  }

  /** Ends a response with an answer in one piece, for which there is room. */
  void end(HttpServerResponse response, Buffer body) {
    Runnable once = releaseOnce(response, body.length());
    response.end(body).onComplete(done -> once.run());
  }

  /** Bytes that are on their way. */
  public long held() {
    return held.get();
  }
}
