package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.ListedKey;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keys of projects. */
@Command(
    name = "key",
    description = "Keys of a project: make, list, revoke.",
    subcommands = {
      ProjectKeyCommand.Create.class,
      ProjectKeyCommand.Show.class,
      ProjectKeyCommand.Revoke.class
    })
final class ProjectKeyCommand extends CommandGroup {

  private static KeyHolder holder(Db db, UUID project) throws CannotStartException {
    return new Projects(db)
        .find(project, Role.OWNER)
        .map(found -> KeyHolder.project(found.id()))
        .orElseThrow(
            () -> new CannotStartException(Exit.REFUSED, "there is no project " + project));
  }

  /** Makes a key. */
  @Command(
      name = "create",
      description = "Make a key of a project and print it: it is shown this once.")
  static final class Create implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();
    @Mixin private final KeyOptions key = new KeyOptions();

    @Parameters(paramLabel = "PROJECT", description = "Its id, as project create printed it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private UUID project;

    @Option(names = "--read-only", description = "A key that only reads, and sees no ping URL.")
    private boolean readOnly;

    @Option(
        names = "--scopes",
        split = ",",
        paramLabel = "WORD",
        defaultValue = "checks,channels,project",
        description = "What it is for (default: ${DEFAULT-VALUE}).")
    private List<String> scopes = List.of();

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      String name = key.name();
      Set<Scope> opens =
          Rights.scopes(scopes)
              .orElseThrow(
                  () ->
                      new CannotStartException(
                          Exit.REFUSED, "scopes are checks, channels and project"));
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        Db db = database.open();
        Rights rights = new Rights(readOnly, opens, key.end());
        key.print(new Keys(db).create(holder(db, project), name, rights, Acting.operator()));
        return 0;
      }
    }
  }

  /** Lists the keys. */
  @Command(name = "list", description = "List the keys of a project, without the keys themselves.")
  static final class Show implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(paramLabel = "PROJECT", description = "Its id, as project create printed it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private UUID project;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        Db db = database.open();
        List<ListedKey> keys = new Keys(db).of(holder(db, project));
        if (json) {
          System.out.println(
              new JsonArray(keys.stream().map(KeyOptions::object).toList()).encode());
        } else {
          keys.forEach(Show::print);
        }
        return 0;
      }
    }

    private static void print(ListedKey key) {
      System.out.printf(
          "%s  %s…%s  %-23s  %-20s  %s%n",
          key.code(),
          key.prefix(),
          key.hint(),
          String.join(",", key.rights().words()),
          key.rights().expiresAt() == null ? "for ever" : "until " + key.rights().expiresAt(),
          key.name());
    }
  }

  /** Revokes a key. */
  @Command(name = "revoke", description = "Make a key worthless, at once.")
  static final class Revoke implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Parameters(index = "0", paramLabel = "PROJECT", description = "Its id.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private UUID project;

    @Parameters(index = "1", paramLabel = "KEY", description = "Its id, as list prints it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private UUID key;

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        Db db = database.open();
        Outcome<ListedKey> outcome =
            new Keys(db).revoke(holder(db, project), key, Acting.operator());
        if (outcome instanceof Outcome.Refused<ListedKey> refused) {
          throw new CannotStartException(Exit.REFUSED, refused.why());
        }
        System.out.printf("the key that ends in %s is revoked%n", outcome.orElseThrow().hint());
        return 0;
      }
    }
  }
}
