package dev.tocsin.cli;

import dev.tocsin.backup.Manifest;
import dev.tocsin.roles.Backups;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes all of the database to a file. */
@Command(
    name = "backup",
    description = {
      "Write all of the database to a file, as of one moment, while everything runs.",
      "It holds what people entered: keep it as you keep the database. Secrets in it",
      "are sealed with secret.key, which is not in it: keep that elsewhere, or say",
      "--with-key."
    })
final class BackupCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.")
  private String file = "";

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Option(
      names = "--without-pings",
      description = "Leave the log of pings out: the largest part. Checks keep their state.")
  private boolean withoutPings;

  @Option(names = "--without-bodies", description = "Leave out what jobs sent with their pings.")
  private boolean withoutBodies;

  @Option(names = "--with-key", description = "Put the secret key in, under a passphrase.")
  private boolean withKey;

  @Mixin private final Passphrase passphrase = new Passphrase();

  @Option(
      names = "--verify",
      description = "Write nothing: read the file and compare it with its checksums.")
  private boolean verify;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    if (verify) {
      describe("is whole", Backups.verify(readable()));
      return 0;
    }
    Settings settings = options.read();
    Set<String> without = new LinkedHashSet<>();
    if (withoutPings) {
      without.add(Manifest.PINGS);
    }
    if (withoutBodies) {
      without.add(Manifest.BODIES);
    }
    Optional<char[]> sealing = withKey ? Optional.of(passphrase.fresh()) : Optional.empty();
    Backups.Wish wish = new Backups.Wish(without, sealing);
    if (file.equals("-")) {
      describe(
          "is written",
          Backups.stream(settings, Version.build(), wish, System.out, this::progress));
    } else {
      describe(
          "is written, and whole",
          Backups.file(settings, Version.build(), wish, Path.of(file), force, this::progress));
    }
    return 0;
  }

  private Path readable() throws CannotStartException {
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new CannotStartException(
          Exit.DATA, "%s is no file that this user may read".formatted(file));
    }
    return path;
  }

  /** Standard output may be the file. */
  private void progress(String line) {
    if (!quiet) {
      System.err.println(line);
    }
  }

  private void describe(String what, Manifest manifest) {
    System.err.printf(
        "%s %s: %,d rows as of %s, schema %s, by %s, installation %s%n",
        file,
        what,
        manifest.rows(),
        manifest.snapshotAt(),
        manifest.schema(),
        manifest.madeBy(),
        manifest.installation());
    if (!manifest.without().isEmpty()) {
      System.err.printf("left out: %s%n", String.join(", ", manifest.without()));
    }
    if (manifest.key() == null) {
      System.err.println("which secret key its secrets take was not known where it was made");
    } else {
      System.err.printf(
          "its secrets take the secret key %s, which is %s%n",
          manifest.key(), manifest.sealedKey() == null ? "not in it" : "in it, under a passphrase");
    }
  }
}
