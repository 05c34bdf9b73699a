package dev.tocsin.dashboard.live;

import dev.tocsin.dashboard.web.Outgoing;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/** One page that is open in a browser, at the other end of a stream. */
final class OpenPage<T> {

  private static final String AWAY = "event: away\ndata: 1\n\n";
  private static final String BACK = "event: back\ndata: 1\n\n";

  private final Outgoing outgoing;
  private final HttpServerResponse response;
  private final Context context;
  private final Lens<T> lens;
  private final AtomicLong untaken = new AtomicLong();
  private volatile boolean away;

  OpenPage(Outgoing outgoing, HttpServerResponse response, Context context, Lens<T> lens) {
    this.outgoing = outgoing;
    this.response = response;
    this.context = context;
    this.lens = lens;
  }

  /** Sends what the page does not show yet; to one that is behind, when it has caught up. */
  void show(T now) {
    if (!isOpen() || isBehind()) {
      return; // what it did not take now, it is shown later: the lens remembers only what it sent
    }
    StringBuilder text = new StringBuilder(away ? BACK : "");
    away = false;
    lens.look(now).forEach(frame -> text.append(frame.text()));
    if (!text.isEmpty()) {
      send(text.toString());
    }
  }

  /** Says once that what it shows cannot be read, until it can again. */
  void away() {
    away = away || sendIfRead(AWAY);
  }

  /** Sends a text, unless something still waits for its reader; whether it did. */
  boolean sendIfRead(String text) {
    boolean read = !isBehind();
    if (read) {
      send(text);
    }
    return read;
  }

  /** A browser for which there is no room is let go: it comes again, when others have read. */
  private void send(String text) {
    int bytes = text.length();
    untaken.addAndGet(bytes);
    context.runOnContext(
        v -> {
          if (isOpen() && outgoing.take(bytes)) {
            response
                .write(text)
                .onComplete(
                    done -> {
                      outgoing.release(bytes);
                      untaken.addAndGet(-bytes);
                    });
          } else if (isOpen()) {
            response.reset();
          }
        });
  }

  private boolean isOpen() {
    return !response.closed() && !response.ended();
  }

  /**
   * Whether what was sent is still waiting for its reader. We count ourselves: the response says
   * that its queue has room while its connection has not taken a byte for minutes.
   */
  private boolean isBehind() {
    return untaken.get() > 0;
  }

  /** Ends the stream; the browser comes again. */
  void end() {
    context.runOnContext(
        v -> {
          if (isOpen()) {
            response.end();
          }
        });
  }
}
