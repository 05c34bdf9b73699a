package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Program;
import dev.tocsin.roles.SettingsCheck;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsReader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a role and stays until the process is told to stop. */
@Command
class RunRole implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--take-over",
      description = {
        "Start beside the process of this role that runs on the same data directory, verify"
            + " everything, take its ports over as they are, then stop it. If anything is wrong,"
            + " it goes on. With none running: an ordinary start."
      })
  private boolean takeOver;

  private final Role role;

  RunRole(Role role) {
    this.role = role;
  }

  static CommandLine command(Role role) {
    CommandLine command = new CommandLine(new RunRole(role));
    command.getCommandSpec().usageMessage().description(description(role));
    return command;
  }

  private static String description(Role role) {
    return switch (role) {
      case UP -> "Run everything in one process, with a Postgres of its own unless one is given.";
      case PING_LISTENER -> "Hear pings, keep them on disk, bring them to Postgres.";
      case ALERTER -> "Find missed deadlines and tell people.";
      case DASHBOARD -> "Show pages and answer the Management API.";
    };
  }

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    Program.run(role, settings(), Version.build(), takeOver);
    return 0;
  }

  private Settings settings() throws SettingsException {
    SettingsReader reader = options.reader();
    try {
      return SettingsCheck.read(role, reader::settings);
    } catch (SettingsException e) {
      throw WayBack.from(e, reader, role);
    }
  }
}
