package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The passphrase of a secret key that goes with a backup. */
final class Passphrase {

  private static final String VARIABLE = "TOCSIN_BACKUP_PASSPHRASE";

  /** Whoever has the file can try as many as they like. */
  private static final int SHORTEST = 12;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = {
        "Its first line is the passphrase of the secret key; - is standard input.",
        "Or set " + VARIABLE + ", or type it."
      })
  private @Nullable String file;

  /** A new one: asked for twice. */
  char[] fresh() throws CannotStartException {
    Optional<char[]> given = given();
    char[] passphrase = given.isPresent() ? given.get() : typed();
    if (passphrase.length < SHORTEST) {
      throw new CannotStartException(
          Exit.REFUSED,
          "the passphrase is too short: whoever has the file can try as many as they like; take"
              + " %d characters or more".formatted(SHORTEST));
    }
    return passphrase;
  }

  /** One that somebody gave, without asking. */
  Optional<char[]> given() throws CannotStartException {
    if (file != null) {
      String text = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
      return Optional.of(text.lines().findFirst().orElse("").toCharArray());
    }
    return Optional.ofNullable(System.getenv(VARIABLE)).map(String::toCharArray);
  }

  @SuppressWarnings("SystemConsoleNull") // where it is never null, it reads what is piped in
  private static char[] typed() throws CannotStartException {
    Console console = System.console();
    if (console == null) {
      throw new CannotStartException(
          Exit.REFUSED,
          "there is nobody to ask for the passphrase: give --passphrase-file, or set " + VARIABLE);
    }
    char[] once = console.readPassword("Passphrase of the secret key: ");
    char[] again = console.readPassword("Again: ");
    if (once == null || !Arrays.equals(once, again)) {
      throw new CannotStartException(Exit.REFUSED, "the two passphrases differ");
    }
    return once;
  }
}
