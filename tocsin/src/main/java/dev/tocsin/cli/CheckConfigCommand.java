package dev.tocsin.cli;

import dev.tocsin.roles.SettingsCheck;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Reports every problem of the settings and opens nothing. */
@Command(
    name = "check-config",
    description = "Say what is wrong with the settings, all at once, and open nothing.")
final class CheckConfigCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ROLE",
      defaultValue = "up",
      converter = RoleConverter.class,
      description = "up (default), ping-listener, alerter or dashboard.")
  private Role role = Role.UP;

  @Option(names = "--show", description = "Print what would be used, without secrets.")
  private boolean show;

  @Override
  public Integer call() throws SettingsException {
    Settings settings = options.read();
    SettingsCheck.of(role, settings);
    System.out.print(show ? settings.describe() : "%s: no problems%n".formatted(role.command()));
    return 0;
  }

  /** By the word on the command line. */
  static final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(String word) {
      for (Role role : Role.values()) {
        if (role.command().equals(word)) {
          return role;
        }
      }
      throw new TypeConversionException("no such role: " + word);
    }
  }
}
