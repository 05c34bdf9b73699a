package dev.tocsin.cli;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.ChannelsConfig;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.system.RodDesk;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.ControlRods.Rod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Switches that contain damage. */
@Command(
    name = "rods",
    description = {
      "Control rods: switch a part off for a while, everywhere and without a restart.",
      "sending, sending:KIND, upkeep, read-only, auto-create, sign-ups, expensive-pages."
    },
    subcommands = {RodsCommand.Show.class, RodsCommand.Insert.class, RodsCommand.Clear.class})
final class RodsCommand extends CommandGroup {

  /** Works on the control rods of an installation. */
  private interface Work {
    void with(RodDesk desk) throws CannotStartException;
  }

  private static int run(SettingsOptions options, Work work)
      throws SettingsException, CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(options.read());
        Channels channels =
            new Channels(new ChannelsConfig(Optional.empty(), OutboundConfig.DEFAULT, "Tocsin"))) {
      List<String> kinds = channels.kinds().stream().map(ChannelKind::code).toList();
      work.with(new RodDesk(database.open(), kinds));
      return 0;
    }
  }

  private static <T> T done(Outcome<T> outcome) throws CannotStartException {
    if (outcome instanceof Outcome.Refused<T> refused) {
      throw new CannotStartException(Exit.REFUSED, refused.why());
    }
    return outcome.orElseThrow();
  }

  /** Lists those that hold. */
  @Command(name = "list", description = "List what is switched off, by whom and why.")
  static final class Show implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      return run(
          options,
          desk -> {
            List<Rod> rods = desk.inForce();
            rods.forEach(Show::print);
            System.out.printf("%d set%n", rods.size());
          });
    }

    private static void print(Rod rod) {
      System.out.printf(
          "%s  since %s by %s%s: %s%n",
          rod.name(),
          rod.setAt().truncatedTo(ChronoUnit.SECONDS),
          rod.setBy(),
          rod.until() == null ? "" : ", until " + rod.until().truncatedTo(ChronoUnit.SECONDS),
          rod.reason());
    }
  }

  /** Sets one. */
  @Command(name = "set", description = "Switch a part off, within seconds and everywhere.")
  static final class Insert implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "NAME", description = "sending, sending:slack, upkeep, …")
    private String name = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why: others have to know.")
    private String reason = "";

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "It ends by itself then: 2027-01-31T12:00:00Z, or 90m, 2h, 1d from now.")
    private @Nullable String until;

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "Who (default: the user of this machine).")
    private String by = System.getProperty("user.name", "cli");

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      Instant now = Instant.now();
      @Nullable Instant end = until == null ? null : end(until, now);
      return run(
          options,
          desk -> {
            Rod rod = done(desk.set(name, reason, end, by, now));
            System.out.println(rod.says() + (end == null ? "" : " until " + rod.until()));
          });
    }

    private static Instant end(String text, Instant now) throws CannotStartException {
      try {
        return text.matches("[0-9]{1,6}[smhd]")
            ? now.plus(Duration.parse((text.endsWith("d") ? "P" : "PT") + text))
            : OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new CannotStartException(
            Exit.REFUSED, "--until is a time such as 2027-01-31T12:00:00Z, or 90m, 2h, 1d", e);
      }
    }
  }

  /** Clears one. */
  @Command(name = "clear", description = "Switch a part on again; what waited goes on at once.")
  static final class Clear implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "NAME", description = "As shown by list.")
    private String name = "";

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "Who (default: the user of this machine).")
    private String by = System.getProperty("user.name", "cli");

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      return run(
          options,
          desk -> {
            done(desk.clear(name, by));
            System.out.println("cleared");
          });
    }
  }
}
