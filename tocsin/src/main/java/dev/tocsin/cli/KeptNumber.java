package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.KeptSettings;
import dev.tocsin.settings.SettingsFile;
import dev.tocsin.settings.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which of the settings that worked is meant, beside those that are set now. */
@Command
final class KeptNumber {

  @Mixin private final KeptOptions options = new KeptOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      defaultValue = "1",
      description = "As shown by history; the last ones that worked without it.")
  private int number = 1;

  /** The ones of this number; refuses where there are none. */
  KeptSettings one() throws CannotStartException {
    return options.one(number);
  }

  /** From 1, the newest. */
  int number() {
    return number;
  }

  /** What is set now, with its problems. */
  SettingsReader now() {
    return options.now();
  }

  /** The same with another file. */
  SettingsReader with(SettingsFile file) {
    return options.with(file);
  }
}
