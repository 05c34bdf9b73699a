package dev.tocsin.roles;

import dev.tocsin.ping.PingListener;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Brings what is left in the journal to Postgres, for a machine that will hear no more. */
public final class JournalDrain {

  private JournalDrain() {}

  /** Where the journal is. */
  public static Path folder(Settings settings) {
    return Sections.journalDir(settings);
  }

  /** Throws unless all of it is in Postgres within {@code longest}. */
  public static void run(Settings settings, Duration longest) throws CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      Sections sections = new Sections(settings, database.database());
      Vertx vertx = Vertx.vertx();
      try {
        if (!PingListener.drain(sections.listener(Keys.LISTENER_PORT), vertx, longest)) {
          throw new CannotStartException(
              Exit.DATABASE, "not all of it could be sent to %s; it is kept".formatted(database));
        }
      } catch (UncheckedIOException e) {
        throw new CannotStartException(
            Exit.DISK, "the journal cannot be used: " + e.getMessage(), e);
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
    }
  }
}
