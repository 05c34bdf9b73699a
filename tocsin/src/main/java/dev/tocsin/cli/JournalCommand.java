package dev.tocsin.cli;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.ping.journal.JournalTool;
import dev.tocsin.ping.journal.StreamSummary;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.JournalDrain;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pings on disk. */
@Command(
    name = "journal",
    description = "Pings on disk: look at them, check them, send them.",
    subcommands = {
      JournalCommand.Show.class,
      JournalCommand.Verify.class,
      JournalCommand.Drain.class
    })
final class JournalCommand extends CommandGroup {

  /** What a look at the folder may do. */
  private interface Look {
    int at(JournalTool journal);
  }

  private static int look(SettingsOptions options, Look look)
      throws SettingsException, CannotStartException {
    Settings settings = options.read();
    try {
      return look.at(new JournalTool(JournalDrain.folder(settings)));
    } catch (UncheckedIOException e) {
      throw new CannotStartException(Exit.DISK, "the journal cannot be read: " + e.getMessage(), e);
    }
  }

  /** Lists the streams. */
  @Command(
      name = "show",
      description = "List the streams with state, pings, first and last stamp, size.")
  static final class Show implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      return look(
          options,
          journal -> {
            List<StreamSummary> streams = journal.show();
            streams.forEach(Show::print);
            System.out.println(Words.count(streams.size(), "stream"));
            return 0;
          });
    }

    private static void print(StreamSummary stream) {
      System.out.printf(
          "%s  %-22s  %s  %s to %s  %,d bytes%n",
          stream.id(),
          stream.state().words,
          Words.count(stream.pings(), "ping"),
          stream.first().map(Instant::toString).orElse("-"),
          stream.last().map(Instant::toString).orElse("-"),
          stream.bytes());
      stream.damage().forEach(damage -> System.out.printf("    damaged: %s%n", damage));
    }
  }

  /** Checks every record. */
  @Command(
      name = "verify",
      description =
          "Check every record; a line for each problem, and exit code 76 if there is one.")
  static final class Verify implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      return look(
          options,
          journal -> {
            List<String> problems = journal.verify();
            problems.forEach(System.out::println);
            System.out.println(Words.count(problems.size(), "problem"));
            return problems.isEmpty() ? 0 : Exit.REFUSED.code();
          });
    }
  }

  /** Sends what is left. */
  @Command(
      name = "drain",
      description = {
        "Bring what no running process holds to Postgres: for a machine that will hear no more.",
        "A start of up or ping-listener does the same."
      })
  static final class Drain implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Option(
        names = "--seconds",
        defaultValue = "60",
        description = "Give up after so long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      JournalDrain.run(options.read(), Duration.ofSeconds(seconds));
      System.out.println("all of it is in Postgres");
      return 0;
    }
  }
}
