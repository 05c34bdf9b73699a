package dev.tocsin.ping.apply;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures, on threads that may. */
final class Blocking {

  private Blocking() {}

  /** The future's result; its failure is thrown as it is if it is unchecked. */
  static <T> T get(Future<T> future, Duration longest) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unchecked(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (TimeoutException e) {
      throw new CompletionException(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof IOException broken) {
      // A socket that broke while we wrote: expected trouble, as all that the driver reports.
      return new VertxException(broken.getMessage(), broken);
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
  }
}
