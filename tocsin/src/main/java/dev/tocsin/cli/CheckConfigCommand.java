package dev.tocsin.cli;

import dev.tocsin.ops.Logging;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.SettingsCheck;
import dev.tocsin.roles.SettingsTrial;
import dev.tocsin.roles.Trial;
import dev.tocsin.settings.LogFormat;
import dev.tocsin.settings.LogLevel;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Reports every problem of the settings; opens nothing, unless it is to try others. */
@Command(
    name = "check-config",
    description = {
      "Say what is wrong with the settings, all at once, and open nothing.",
      "With --against, try settings that are to come."
    })
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

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = {
        "Settings to come: say what they would change, and connect with them to the database and",
        "the mail server. Changes nothing. Exits with 78 if something would not work."
      })
  private @Nullable Path against;

  @Override
  public Integer call() throws SettingsException {
    if (against != null) {
      return tryOut(against);
    }
    Settings settings = SettingsCheck.read(role, options::read);
    System.out.print(show ? settings.describe() : "%s: no problems%n".formatted(role.command()));
    return 0;
  }

  private int tryOut(Path file) throws SettingsException {
    Settings next = options.readWith(file);
    Optional<Settings> now = Optional.empty();
    try {
      now = Optional.of(options.read());
    } catch (SettingsException e) {
      System.out.printf("what is in use cannot be read: %s%n", e.getMessage());
    }
    Logging.configure(LogLevel.ERROR, LogFormat.TEXT);
    Trial trial = SettingsTrial.of(role, now, next);
    for (Trial.Line line : trial.lines()) {
      String mark = line.mark().name().toLowerCase(Locale.ROOT);
      System.out.printf("%-8s %s%n", mark, line.text());
    }
    return (trial.failed() ? Exit.SETTINGS : Exit.OK).code();
  }

  /** By the word on the command line. */
  static final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(String word) {
      return Role.of(word).orElseThrow(() -> new TypeConversionException("no such role: " + word));
    }
  }
}
