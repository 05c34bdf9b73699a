package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.Restores;
import dev.tocsin.settings.SettingsException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a backup back. */
@Command(
    name = "restore",
    description = {
      "Bring a backup back into the database of the settings, also one of an older",
      "version. Stop every process of Tocsin first. Silence between the backup and now",
      "is held against no check, and alerts that were on their way then stay unsent."
    })
final class RestoreCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "FILE", description = "A backup; - is standard input.")
  private String file = "";

  @Option(
      names = "--replace",
      description = "The database is not empty: remove all that is in its schema first.")
  private boolean replace;

  @Option(names = "--yes", description = "With --replace: do not ask.")
  private boolean yes;

  @Option(
      names = "--copy",
      description = {
        "The original lives on: this one gets an id of its own, so that no journal of the original",
        "comes here, and sends no alerts until somebody clears the control rod 'sending'."
      })
  private boolean copy;

  @Option(
      names = "--without-key",
      description = "Go on although the secret key of the backup is not here.")
  private boolean withoutKey;

  @Mixin private final Passphrase passphrase = new Passphrase();

  @Option(names = "--force", description = "Go on although Tocsin seems to use the database.")
  private boolean force;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    var settings = options.read();
    var wish =
        new Restores.Wish(replace, this::confirm, copy, force, withoutKey, passphrase.given());
    if (!file.equals("-")) {
      report(Restores.run(settings, Path.of(file), file, wish, this::progress));
      return 0;
    }
    Path spooled = spool();
    try {
      report(Restores.run(settings, spooled, "standard input", wish, this::progress));
      return 0;
    } finally {
      spooled.toFile().delete();
    }
  }

  /** All of it is checked before anything is touched, so all of it must be there. */
  private static Path spool() throws CannotStartException {
    try {
      Path spooled = Files.createTempFile("tocsin-restore", ".part"); // for nobody else to read
      spooled.toFile().deleteOnExit();
      Files.copy(System.in, spooled, StandardCopyOption.REPLACE_EXISTING);
      return spooled;
    } catch (IOException e) {
      throw new CannotStartException(
          Exit.DISK, "standard input cannot be kept for a while: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // where it is never null, it reads what is piped in
  private boolean confirm(String database) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      System.err.println("there is nobody to ask: say --yes");
      return false;
    }
    String line =
        console.readLine(
            "All that is in the database %s will be removed. Type its name to go on: ", database);
    return database.equals(line);
  }

  private void progress(String line) {
    if (!quiet) {
      System.err.println(line);
    }
  }

  private static void report(Restores.Done done) {
    System.out.printf(
        "%s is as it was at %s: %,d rows, installation %s%n",
        done.database(),
        done.manifest().snapshotAt(),
        done.manifest().rows(),
        done.manifest().installation());
    System.out.printf(
        "blind: from %s to %s; what should have been heard in it is held against no check%n",
        done.aftermath().blindSince(), done.aftermath().blindUntil());
    System.out.printf(
        "not sent again: %d alerts and %d letters that were on their way at the backup%n",
        done.aftermath().alerts(), done.aftermath().letters());
  }
}
