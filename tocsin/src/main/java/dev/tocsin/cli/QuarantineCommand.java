package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.system.AsidePing;
import dev.tocsin.dashboard.system.Quarantine;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was set aside so that the rest could go on. */
@Command(
    name = "quarantine",
    description = "What was set aside: look, apply pings again, discard them, try checks again.",
    subcommands = {
      QuarantineCommand.Show.class,
      QuarantineCommand.Print.class,
      QuarantineCommand.Replay.class,
      QuarantineCommand.Discard.class,
      QuarantineCommand.Look.class
    })
final class QuarantineCommand extends CommandGroup {

  private static final int MOST = 500;

  /** Works on the quarantine of the installation that the settings name. */
  private abstract static class Work implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    abstract void on(Quarantine quarantine) throws CannotStartException;

    @Override
    public final Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        on(new Quarantine(database.open()));
        return 0;
      }
    }
  }

  private static AsidePing done(Outcome<AsidePing> outcome) throws CannotStartException {
    if (outcome instanceof Outcome.Refused<AsidePing> refused) {
      throw new CannotStartException(Exit.REFUSED, refused.why());
    }
    return outcome.orElseThrow();
  }

  /** Lists them. */
  @Command(name = "list", description = "List what waits for somebody, the latest first.")
  static final class Show extends Work {

    @Option(names = "--all", description = "Also what was dealt with.")
    private boolean all;

    @Override
    void on(Quarantine quarantine) {
      List<AsidePing> pings = quarantine.pings(!all, Long.MAX_VALUE, MOST);
      List<Quarantine.AsideCheck> checks = quarantine.checks();
      List<Quarantine.AsideFlip> flips = quarantine.flips(MOST);
      pings.forEach(Show::print);
      checks.forEach(Show::print);
      flips.forEach(Show::print);
      System.out.printf(
          "%s, %s, %s of status%n",
          Words.count(pings.size(), "ping"),
          Words.count(checks.size(), "check"),
          Words.count(flips.size(), "change"));
    }

    private static void print(Quarantine.AsideCheck check) {
      System.out.printf(
          "check %s  %s  left alone until %s, failed %s: %s%n",
          check.code(),
          named(check.name(), check.project()),
          check.until().truncatedTo(ChronoUnit.SECONDS),
          Words.count(check.times(), "time"),
          firstLine(check.why()));
    }

    private static void print(Quarantine.AsideFlip flip) {
      System.out.printf(
          "change %d  check %s  %s  %s  from %s to %s: waits for a version that knows these words%n",
          flip.id(),
          flip.code(),
          named(flip.name(), flip.project()),
          flip.at().truncatedTo(ChronoUnit.SECONDS),
          flip.from(),
          flip.to());
    }

    private static String named(String check, String project) {
      return "“%s” of “%s”".formatted(AsidePing.visible(check), AsidePing.visible(project));
    }

    private static String firstLine(String text) {
      return text.lines().findFirst().orElse("");
    }

    private static void print(AsidePing ping) {
      String settled = ping.settled() == null ? "" : "  (%s)".formatted(ping.settled());
      String why = firstLine(ping.why());
      System.out.printf(
          "%d  heard %s  %s%s%n",
          ping.id(), ping.heard().truncatedTo(ChronoUnit.SECONDS), why, settled);
    }
  }

  /** Shows one. */
  @Command(name = "show", description = "Show one, with what was heard.")
  static final class Print extends Work {

    @Parameters(paramLabel = "ID", description = "As shown by list.")
    private long id;

    @Override
    void on(Quarantine quarantine) throws CannotStartException {
      AsidePing ping =
          quarantine
              .find(id)
              .orElseThrow(
                  () ->
                      new CannotStartException(
                          Exit.REFUSED, "nothing was set aside with the id " + id));
      System.out.printf("%s%n", ping.why());
      if (!ping.triedWhy().isEmpty()) {
        System.out.printf("replayed %s, in vain: %s%n", ping.tried(), ping.triedWhy());
      }
      System.out.printf("%n%s%n", ping.text());
    }
  }

  /** Has one applied again. */
  @Command(
      name = "replay",
      description = {
        "Apply one again, with the time at which it was heard, exactly once.",
        "A running listener does it; exit code 76 if it still fails."
      })
  static final class Replay extends Work {

    /** A listener looks every two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Parameters(paramLabel = "ID", description = "As shown by list.")
    private long id;

    @Override
    void on(Quarantine quarantine) throws CannotStartException {
      AsidePing ping = done(quarantine.replay(id, "cli"));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (ping.wanted() != null && System.nanoTime() < end) {
        pause();
        ping = quarantine.find(id).orElse(ping);
      }
      if (ping.wanted() != null) {
        throw new CannotStartException(
            Exit.REFUSED, "no listener has taken it yet; the next one that runs will");
      }
      if (ping.open()) {
        throw new CannotStartException(Exit.REFUSED, "it still fails: " + ping.triedWhy());
      }
      System.out.println("applied");
    }

    private static void pause() throws CannotStartException {
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotStartException(Exit.FAILED, "interrupted", e);
      }
    }
  }

  /** Says that nobody wants one. */
  @Command(name = "discard", description = "Say that nobody wants one; it stays listed by --all.")
  static final class Discard extends Work {

    @Parameters(paramLabel = "ID", description = "As shown by list.")
    private long id;

    @Override
    void on(Quarantine quarantine) throws CannotStartException {
      done(quarantine.discard(id, "cli"));
      System.out.println("discarded");
    }
  }

  /** Has a check judged again that is left alone. */
  @Command(
      name = "look",
      description = "Have the alerter look at once at a check that it leaves alone.")
  static final class Look extends Work {

    @Parameters(paramLabel = "CHECK", description = "Its code, as shown by list.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private UUID check;

    @Override
    void on(Quarantine quarantine) throws CannotStartException {
      if (!quarantine.lookAgain(check, "cli")) {
        throw new CannotStartException(Exit.REFUSED, "no check that is left alone: " + check);
      }
      System.out.println("the alerter looks at it; if it still fails, list says so");
    }
  }
}
