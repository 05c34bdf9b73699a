package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.KeyRotation;
import dev.tocsin.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the key that seals secrets in the database. */
@Command(
    name = "rotate-key",
    description = {
      "Seal all secrets in the database with the current secret.key, after it was",
      "changed, while everything runs. Keys before it must be in secret.other-keys (or",
      "secret.key.old); says when they are needed no longer. May be given again."
    })
final class RotateKeyCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--make",
      description = {
        "First step where the key is in the data directory: make a new one there, and keep the old",
        "one in secret.key.old. Tocsin must not be running."
      })
  private boolean make;

  @Option(names = "--check", description = "Only say which keys are needed for what.")
  private boolean check;

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    var rotation = new KeyRotation(options.read());
    if (make) {
      System.out.printf(
          "made the secret key %s, and kept the old one in secret.key.old. Now start Tocsin, and"
              + " run tocsin rotate-key%n",
          rotation.make());
      return 0;
    }
    (check ? rotation.look() : rotation.rotate()).forEach(System.out::println);
    return 0;
  }
}
