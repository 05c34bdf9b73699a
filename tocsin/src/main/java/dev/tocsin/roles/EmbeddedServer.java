package dev.tocsin.roles;

import dev.tocsin.postgres.Access;
import dev.tocsin.postgres.EmbeddedPostgres;
import dev.tocsin.postgres.HeldByAnotherException;
import dev.tocsin.postgres.Holder;
import dev.tocsin.postgres.PostgresException;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded Postgres in the data directory of the settings. */
final class EmbeddedServer {

  private EmbeddedServer() {}

  /**
   * @param follows use the one of the process that we take over from, until it ends
   */
  static Access start(Base base, boolean follows) throws CannotStartException {
    String holder = "port %d".formatted(base.settings.get(Keys.HTTP_PORT));
    return base.app.add("Postgres", start(base.settings, holder, follows)).access();
  }

  static EmbeddedPostgres start(Settings settings, String holder) throws CannotStartException {
    return start(settings, holder, false);
  }

  private static EmbeddedPostgres start(Settings settings, String holder, boolean follows)
      throws CannotStartException {
    try {
      return follows
          ? EmbeddedPostgres.follow(dir(settings), holder)
          : EmbeddedPostgres.start(dir(settings), holder);
    } catch (HeldByAnotherException e) {
      throw new CannotStartException(Exit.HELD, e.getMessage(), e);
    } catch (PostgresException e) {
      throw new CannotStartException(Exit.DATABASE, e.getMessage(), e);
    }
  }

  /** The server that another process of ours runs there. */
  static Optional<Access> running(Settings settings) {
    return EmbeddedPostgres.running(dir(settings));
  }

  /** The process that has the data directory of {@code up}. */
  static Optional<Holder> holder(Settings settings) {
    return EmbeddedPostgres.holder(dir(settings));
  }

  static Path dir(Settings settings) {
    return settings.get(Keys.DATA_DIR).resolve("postgres");
  }
}
