package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.Shutdown;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The program. Without a command it does what {@code up} does. */
@Command(
    name = "tocsin",
    description = {
      "Heartbeat and cron-job monitoring. Without a command: up.",
      "Settings: docs/configuration.md. Each command has its own --help."
    })
public final class Tocsin extends RunRole {

  private Tocsin() {
    super(Role.UP);
  }

  public static void main(String[] arguments) {
    Shutdown.exit(run(arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine tocsin =
        new CommandLine(new Tocsin())
            .addSubcommand("up", RunRole.command(Role.UP))
            .addSubcommand("ping-listener", RunRole.command(Role.PING_LISTENER))
            .addSubcommand("alerter", RunRole.command(Role.ALERTER))
            .addSubcommand("dashboard", RunRole.command(Role.DASHBOARD))
            .addSubcommand(new MigrateCommand())
            .addSubcommand(new BackupCommand())
            .addSubcommand(new RestoreCommand())
            .addSubcommand(new RotateKeyCommand())
            .addSubcommand(new CheckConfigCommand())
            .addSubcommand(new UserCommand())
            .addSubcommand(new ProjectCommand())
            .addSubcommand(new ApplyCommand())
            .addSubcommand(new ExportCommand())
            .addSubcommand(new ImportCommand())
            .addSubcommand(new JournalCommand())
            .addSubcommand(new OperatorsCommand())
            .addSubcommand(new QuarantineCommand())
            .addSubcommand(new RodsCommand())
            .addSubcommand(new SettingsCommand())
            .addSubcommand(new DoctorCommand());
    tocsin.setExecutionExceptionHandler(Tocsin::explain);
    describeExits(tocsin);
    return tocsin;
  }

  /** The same list at the end of every {@code --help}. */
  private static void describeExits(CommandLine command) {
    Map<String, String> codes = new TreeMap<>();
    Arrays.stream(Exit.values())
        .forEach(exit -> codes.put("%2d".formatted(exit.code()), exit.meaning()));
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    command.getSubcommands().values().forEach(Tocsin::describeExits);
  }

  /** People get a sentence; who wants a stack trace asks for it with --debug. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    var debug = command.getCommandSpec().findOption("--debug");
    if (debug != null && Boolean.TRUE.equals(debug.getValue())) {
      e.printStackTrace(err);
    }
    err.println("tocsin: " + sentence(e));
    err.flush();
    return exit(e).code();
  }

  private static String sentence(Exception e) {
    if (e instanceof CannotStartException || e instanceof SettingsException) {
      return String.valueOf(e.getMessage());
    }
    return "this should not happen (%s: %s); --debug shows where"
        .formatted(e.getClass().getSimpleName(), e.getMessage());
  }

  private static Exit exit(Exception e) {
    if (e instanceof CannotStartException cannot) {
      return cannot.exit();
    }
    return e instanceof SettingsException ? Exit.SETTINGS : Exit.FAILED;
  }
}
