package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.ProjectChanges;
import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How large one project may become. */
@Command(
    name = "limits",
    description = {
      "Print how large a project may become, after changing it where that is asked for.",
      "What is there already stays. Works while up runs."
    })
final class ProjectLimitsCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "PROJECT", description = "Its id, as project create printed it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private UUID project;

  @Option(names = "--checks", paramLabel = "N", description = "Most checks.")
  private @Nullable Integer checks;

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "Most members, with those who are invited.")
  private @Nullable Integer members;

  @Option(names = "--channels", paramLabel = "N", description = "Most channels.")
  private @Nullable Integer channels;

  @Option(
      names = "--pings-per-minute",
      paramLabel = "N",
      description = "Most pings of all checks together, 0 for no limit; known within a minute.")
  private @Nullable Integer pings;

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(options.read())) {
      Db db = database.open();
      Project found =
          new Projects(db)
              .find(project, Role.OWNER)
              .orElseThrow(
                  () -> new CannotStartException(Exit.REFUSED, "there is no project " + project));
      ProjectLimits now = wanted(found.limits());
      new ProjectChanges(db).limit(found, now, "cli");
      System.out.printf("checks            %d%n", now.checks());
      System.out.printf("members           %d%n", now.members());
      System.out.printf("channels          %d%n", now.channels());
      System.out.printf("pings-per-minute  %d%n", now.pingsPerMinute());
      return 0;
    }
  }

  private ProjectLimits wanted(ProjectLimits was) throws CannotStartException {
    try {
      return new ProjectLimits(
          checks == null ? was.checks() : checks,
          members == null ? was.members() : members,
          channels == null ? was.channels() : channels,
          pings == null ? was.pingsPerMinute() : pings);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(Exit.REFUSED, String.valueOf(e.getMessage()));
    }
  }
}
