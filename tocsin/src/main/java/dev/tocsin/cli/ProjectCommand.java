package dev.tocsin.cli;

import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.NewProjects;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Projects: checks and channels that belong together, with keys of their own. */
@Command(
    name = "project",
    description = "Checks and channels that belong together.",
    subcommands = {
      ProjectCommand.Create.class,
      ProjectKeyCommand.class,
      ProjectLimitsCommand.class,
      ProjectMemberCommand.class
    })
final class ProjectCommand extends CommandGroup {

  /** Makes a project. */
  @Command(
      name = "create",
      description = {
        "Make a project and print its keys: they are shown this once, and kept as hashes.",
        "Works while up runs."
      })
  static final class Create implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "NAME", description = "What people call it.")
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      Settings settings = options.read();
      if (name.isBlank() || name.length() > Projects.LONGEST_NAME) {
        throw new CannotStartException(
            Exit.REFUSED, "a name has 1 to %d characters".formatted(Projects.LONGEST_NAME));
      }
      try (AdminDatabase database = AdminDatabase.find(settings)) {
        Projects projects = new Projects(database.open(), NewProjects.limits(settings));
        print(projects.create(name.strip(), "cli"));
        return 0;
      }
    }

    private void print(NewProject project) {
      JsonObject keys =
          new JsonObject()
              .put("project", project.code().toString())
              .put("api_key", project.apiKey())
              .put("api_key_readonly", project.apiKeyReadonly())
              .put("ping_key", project.pingKey());
      if (json) {
        System.out.println(keys.encode());
      } else {
        keys.forEach(key -> System.out.printf("%-17s %s%n", key.getKey(), key.getValue()));
      }
    }
  }
}
