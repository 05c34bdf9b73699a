package dev.tocsin.roles;

import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the database is, now. Whoever opens a connection asks here: a database that moved, a
 * password or a certificate that changed needs no restart. Settings that cannot be read at that
 * moment, half-written ones for example, change nothing.
 *
 * <p>Thread-safe. Asking may block, for as long as a password's command takes.
 */
final class LiveDatabase {

  private static final Logger log = LoggerFactory.getLogger(LiveDatabase.class);

  /** Connections that are opened together need one look. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private record Addresses(DatabaseUrl url, DatabaseUrl direct) {}

  private final Optional<Settings> settings;
  private Addresses last;
  private String complaint = "";
  private long lookedNanos = System.nanoTime();

  private LiveDatabase(Optional<Settings> settings, Addresses first) {
    this.settings = settings;
    this.last = first;
  }

  /** One that does not move. */
  static LiveDatabase fixed(DatabaseUrl url) {
    return new LiveDatabase(Optional.empty(), new Addresses(url, url));
  }

  /**
   * The one that the settings name, wherever that is; empty if they name none.
   *
   * @throws CannotStartException if the password's command fails
   */
  static Optional<LiveDatabase> of(Settings settings) throws CannotStartException {
    if (settings.database().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LiveDatabase(Optional.of(settings), addresses(settings)));
    } catch (PasswordCommand.FailedException e) {
      throw new CannotStartException(Exit.SETTINGS, e.getMessage(), e);
    }
  }

  /** For most. */
  DatabaseUrl url() {
    return now().url();
  }

  /** The same database past a pooler. */
  DatabaseUrl direct() {
    return now().direct();
  }

  private synchronized Addresses now() {
    if (settings.isPresent() && System.nanoTime() - lookedNanos > LOOK_EVERY.toNanos()) {
      look(settings.get());
      lookedNanos = System.nanoTime();
    }
    return last;
  }

  private void look(Settings started) {
    try {
      Settings fresh = started.again();
      if (fresh.database().isEmpty()) {
        complain("database.url: missing");
        return;
      }
      Addresses found = addresses(fresh);
      if (!found.equals(last)) {
        log.info("the settings have another way to the database: {}", found.url());
      }
      last = found;
      complaint = "";
    } catch (SettingsException e) {
      complain(String.join("; ", e.problems()));
    } catch (PasswordCommand.FailedException e) {
      complain(String.valueOf(e.getMessage()));
    }
  }

  /** Once for each reason: a connection is tried again every second. */
  private void complain(String why) {
    if (!why.equals(complaint)) {
      log.warn("the way to the database stays {}: {}", last.url(), why);
      complaint = why;
    }
  }

  private static Addresses addresses(Settings settings) throws PasswordCommand.FailedException {
    DatabaseUrl url = settings.database().orElseThrow();
    DatabaseUrl direct = settings.directDatabase().orElse(url);
    Optional<String> command = settings.find(Keys.DATABASE_PASSWORD_COMMAND);
    if (command.isEmpty()) {
      return new Addresses(url, direct);
    }
    String password = PasswordCommand.run(command.get());
    return new Addresses(url.withPassword(password), direct.withPassword(password));
  }
}
