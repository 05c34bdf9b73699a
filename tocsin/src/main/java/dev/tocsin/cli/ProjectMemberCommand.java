package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes somebody a member without asking them: whoever runs the server knows who has an account.
 */
@Command(
    name = "add-member",
    description = {
      "Make somebody who has an account a member of a project, at once.",
      "On the pages people are invited, and say yes. Works while up runs."
    })
final class ProjectMemberCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(
      index = "0",
      paramLabel = "PROJECT",
      description = "Its id, as project create printed it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private UUID project;

  @Parameters(index = "1", paramLabel = "EMAIL", description = "Who.")
  private String email = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "member",
      description = "owner, manager, member or readonly (default: ${DEFAULT-VALUE}).")
  private String role = "member";

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    Role given =
        Role.of(role)
            .orElseThrow(() -> new CannotStartException(Exit.REFUSED, "no such role: " + role));
    try (AdminDatabase database = AdminDatabase.find(options.read())) {
      Db db = database.open();
      Project found =
          new Projects(db)
              .find(project, Role.OWNER)
              .orElseThrow(
                  () -> new CannotStartException(Exit.REFUSED, "there is no project " + project));
      Outcome<Member> added = new Members(db).add(found.id(), email, given, Acting.operator());
      if (added instanceof Outcome.Refused<Member> refused) {
        throw new CannotStartException(Exit.REFUSED, refused.why());
      }
      System.out.printf("%s is a %s of %s now%n", email, given.word(), found.name());
      return 0;
    }
  }
}
