package dev.tocsin.cli;

import dev.tocsin.alerter.operators.OpenMatters;
import dev.tocsin.alerter.operators.OpenMatters.Matter;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.OperatorContacts;
import dev.tocsin.settings.SettingsException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the people who run this installation are told of. */
@Command(
    name = "operators",
    description = "What operators are told of: look, acknowledge, try the contacts.",
    subcommands = {
      OperatorsCommand.Show.class,
      OperatorsCommand.Acknowledge.class,
      OperatorsCommand.Test.class
    })
final class OperatorsCommand extends CommandGroup {

  /** Lists what lasts. */
  @Command(name = "list", description = "List what is wrong with this installation now.")
  static final class Show implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        List<Matter> all = new OpenMatters(database.open()).all();
        all.forEach(Show::print);
        System.out.printf("%d open%n", all.size());
        return 0;
      }
    }

    private static void print(Matter matter) {
      System.out.printf(
          "%d  since %s  %s%s%n",
          matter.id(),
          matter.openedAt().truncatedTo(ChronoUnit.SECONDS),
          matter.title(),
          matter.ackedBy().isEmpty() ? "" : "  (acknowledged by " + matter.ackedBy() + ")");
    }
  }

  /** Ends the reminders. */
  @Command(
      name = "ack",
      description = "Say that somebody looks after it: no more reminders until it is over.")
  static final class Acknowledge implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "ID", description = "As shown by list.")
    private long id;

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "Who (default: the user of this machine).")
    private String by = System.getProperty("user.name", "somebody");

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        if (!new OpenMatters(database.open()).acknowledge(id, by)) {
          throw new CannotStartException(Exit.REFUSED, "nothing open has the id " + id);
        }
        System.out.println("acknowledged");
        return 0;
      }
    }
  }

  /** Tries the contacts. */
  @Command(
      name = "test",
      description = "Send a test to every contact; exit code 76 if one cannot be reached.")
  static final class Test implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      List<String> lines = OperatorContacts.test(options.read());
      lines.forEach(System.out::println);
      System.out.println(Words.count(lines.size(), "contact"));
      return lines.stream().anyMatch(line -> line.contains(": FAILED, ")) ? Exit.REFUSED.code() : 0;
    }
  }
}
