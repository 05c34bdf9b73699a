package dev.tocsin.dashboard.export;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes to a response from a thread of its own, as fast as the reader takes it: one piece is on
 * its way, another one is being filled.
 */
final class ResponseStream extends OutputStream {

  private static final int PIECE = 1 << 16;

  /** Who takes nothing for so long is gone, or means no good. */
  private static final long PATIENCE_SECONDS = 60;

  private final Context context;
  private final HttpServerResponse response;
  private final byte[] piece = new byte[PIECE];
  private int used;

  ResponseStream(Context context, HttpServerResponse response) {
    this.context = context;
    this.response = response;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    for (int left = count; left > 0; ) {
      if (used == piece.length) {
        flush();
      }
      int now = Math.min(left, piece.length - used);
      System.arraycopy(bytes, from, piece, used, now);
      used += now;
      from += now;
      left -= now;
    }
  }

  @Override
  public void flush() throws IOException {
    if (used == 0) {
      return;
    }
    Buffer full = Buffer.buffer(Arrays.copyOf(piece, used));
    used = 0;
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          if (response.closed()) {
            taken.completeExceptionally(new IOException("the reader is gone"));
          } else {
            response
                .write(full)
                .onSuccess(done -> taken.complete(true))
                .onFailure(taken::completeExceptionally);
          }
        });
    try {
      taken.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the reader takes no more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }
}
