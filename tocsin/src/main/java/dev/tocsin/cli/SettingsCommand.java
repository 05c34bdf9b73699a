package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.SettingsCheck;
import dev.tocsin.settings.Change;
import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsReader;
import dev.tocsin.settings.SettingsSwap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Settings that worked. */
@Command(
    name = "settings",
    description = {
      "Settings that worked: look at them, compare, go back to them.",
      "They are kept in the data directory once a start with them has succeeded."
    },
    subcommands = {
      SettingsCommand.History.class,
      SettingsCommand.Diff.class,
      SettingsCommand.Show.class,
      SettingsCommand.Rollback.class
    })
final class SettingsCommand extends CommandGroup {

  private static String words(KeptSettings kept) {
    return "%s, %s %s"
        .formatted(
            kept.at().truncatedTo(ChronoUnit.SECONDS), kept.role().command(), kept.version());
  }

  private static void print(List<Change> changes) {
    changes.forEach(change -> System.out.println("  " + change));
  }

  /** Lists them. */
  @Command(name = "history", description = "List the settings that worked, the newest first.")
  static final class History implements Callable<Integer> {

    @Mixin private final KeptOptions options = new KeptOptions();

    @Override
    public Integer call() throws CannotStartException {
      Optional<String> now = options.now().file().map(SettingsFile::text);
      int number = 0;
      for (KeptSettings kept : options.all()) {
        Optional<String> then = kept.file().map(SettingsFile::text);
        System.out.printf(
            "%2d  %s  settings %s  %s%s%n",
            ++number,
            words(kept),
            kept.fingerprint(),
            kept.file().map(SettingsFile::toString).orElse("(no file)"),
            then.isPresent() && then.equals(now) ? "  as now" : "");
      }
      return 0;
    }
  }

  /** Compares. */
  @Command(
      name = "diff",
      description = {
        "Say what has changed since settings that worked; of secrets only that they have.",
        "Exits with 78 if what is set now would be refused."
      })
  static final class Diff implements Callable<Integer> {

    @Mixin private final KeptNumber options = new KeptNumber();

    @Override
    public Integer call() throws CannotStartException, SettingsException {
      KeptSettings kept = options.one();
      Settings now = options.now().settings();
      SettingsCheck.of(kept.role(), now);
      List<Change> changes = kept.changes(now);
      System.out.printf(
          "%s since %s%n", changes.isEmpty() ? "nothing has changed" : "changed", words(kept));
      print(changes);
      return 0;
    }
  }

  /** Prints a file as it was. */
  @Command(
      name = "show",
      description = "Print the settings file of then as it was, with the secrets that are in it.")
  static final class Show implements Callable<Integer> {

    @Mixin private final KeptNumber options = new KeptNumber();

    @Override
    public Integer call() throws CannotStartException {
      System.out.print(KeptOptions.file(options.one()).text());
      return 0;
    }
  }

  /** Goes back. */
  @Command(
      name = "rollback",
      description = {
        "Bring back the settings file with which a start worked; what is there now is kept beside.",
        "Restart afterwards. What came from the environment or the command line is not touched."
      })
  static final class Rollback implements Callable<Integer> {

    @Mixin private final KeptNumber options = new KeptNumber();

    @Override
    public Integer call() throws CannotStartException, SettingsException {
      KeptSettings kept = options.one();
      SettingsReader now = options.now();
      SettingsFile then = KeptOptions.file(kept);
      SettingsFile file =
          new SettingsFile(now.file().map(SettingsFile::path).orElse(then.path()), then.text());
      if (now.file().equals(Optional.of(file))) {
        throw new CannotStartException(
            Exit.REFUSED,
            "%s is as it was at %s: look for another one with tocsin settings history"
                .formatted(file, kept.at().truncatedTo(ChronoUnit.SECONDS)));
      }
      // What it was good with may have changed: a variable, a file that it names, the program.
      Settings restored = options.with(file).settings();
      SettingsCheck.of(kept.role(), restored);
      announce(now, restored);
      Optional<Path> replaced = write(file);
      System.out.printf("%s is as it was at %s%n", file, words(kept));
      replaced.ifPresent(path -> System.out.printf("what it was until now: %s%n", path));
      List<String> elsewhere = kept.fromElsewhere();
      if (!elsewhere.isEmpty()) {
        System.out.printf(
            "not from the file then, and left alone: %s%n", String.join(", ", elsewhere));
      }
      System.out.println("Restart Tocsin to use it.");
      return 0;
    }

    private static void announce(SettingsReader now, Settings restored) {
      try {
        List<Change> changes = now.settings().changes(restored);
        System.out.println(
            changes.isEmpty() ? "no setting changes by it" : "with it these settings change:");
        print(changes);
      } catch (SettingsException e) {
        System.out.printf("what is set now cannot be used, %s%n", e.getMessage());
      }
    }

    private Optional<Path> write(SettingsFile file) throws CannotStartException {
      try {
        return SettingsSwap.write(file, Instant.now());
      } catch (IOException e) {
        throw new CannotStartException(
            Exit.DISK,
            ("%s cannot be written (%s): do it as a user who may, or put there yourself what tocsin"
                    + " settings show %d prints")
                .formatted(file, e, options.number()),
            e);
      }
    }
  }
}
