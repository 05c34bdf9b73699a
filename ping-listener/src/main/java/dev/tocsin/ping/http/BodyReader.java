package dev.tocsin.ping.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body, keeps its first bytes and drops the rest as it arrives. What all readers keep at a
 * time is bounded.
 */
final class BodyReader implements Handler<Buffer> {

  /** The room made for a body at first: most are short, whatever they announce. */
  private static final int FIRST_ROOM = 1024;

  /** Bytes that all bodies still arriving may take. */
  static final class Budget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Budget(long most) {
      this.most = most;
    }

    private boolean take(int bytes) {
      if (taken.addAndGet(bytes) <= most) {
        return true;
      }
      taken.addAndGet(-bytes);
      return false;
    }

    long taken() {
      return taken.get();
    }
  }

  private final int limit;
  private final Budget budget;
  private final Consumer<byte @Nullable []> whole;
  private byte[] kept = new byte[0];
  private int size;
  private boolean done;

  private BodyReader(int limit, Budget budget, Consumer<byte @Nullable []> whole) {
    this.limit = limit;
    this.budget = budget;
    this.whole = whole;
  }

  /**
   * Reads the request's body. A client that goes away half way is forgotten.
   *
   * @param limit so many bytes are kept
   * @param whole gets them when the body has ended, or null at once when the budget is used up
   */
  static void read(
      HttpServerRequest request, int limit, Budget budget, Consumer<byte @Nullable []> whole) {
    BodyReader reader = new BodyReader(limit, budget, whole);
    request.exceptionHandler(gone -> reader.finish());
    request.handler(reader);
    request.endHandler(end -> reader.end());
  }

  @Override
  public void handle(Buffer part) {
    int more = Math.min(part.length(), limit - size);
    if (done || more == 0) {
      return;
    }
    if (size + more > kept.length && !grow(size + more)) {
      finish();
      whole.accept(null);
      return;
    }
    part.getBytes(0, more, kept, size);
    size += more;
  }

  private boolean grow(int needed) {
    int room = Math.min(limit, Math.max(needed, Math.max(FIRST_ROOM, 2 * kept.length)));
    if (!budget.take(room - kept.length)) {
      return false;
    }
    kept = Arrays.copyOf(kept, room);
    return true;
  }

  private void end() {
    if (!done) {
      finish();
      whole.accept(size == kept.length ? kept : Arrays.copyOf(kept, size));
    }
  }

  private void finish() {
    if (!done) {
      done = true;
      budget.taken.addAndGet(-kept.length);
    }
  }
}
