package dev.tocsin.ping;

import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.Postgres;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Whether a listener would come to its database, by its own driver. */
public final class DatabaseReach {

  private DatabaseReach() {}

  /**
   * Opens one connection and closes it. Blocks.
   *
   * @param longest after which there is no answer
   * @return why it did not; empty: it did
   */
  public static Optional<String> failure(PgConfig database, Vertx vertx, Duration longest) {
    try (Postgres postgres = new Postgres(vertx, () -> database)) {
      Lease lease = postgres.lease(longest).toCompletionStage().toCompletableFuture().get();
      lease.release();
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of(String.valueOf(cause.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
