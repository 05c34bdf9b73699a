package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Keys of accounts. */
@Command(
    name = "key",
    description = "Keys with which programs act for a person.",
    subcommands = UserKeyCommand.Create.class)
final class UserKeyCommand extends CommandGroup {

  /** Makes a key. */
  @Command(
      name = "create",
      description = {
        "Make a key that opens what this person may open, and print it: it is shown this once.",
        "People revoke their keys on their account page."
      })
  static final class Create implements Callable<Integer> {

    @Mixin private final SettingsOptions options = new SettingsOptions();
    @Mixin private final KeyOptions key = new KeyOptions();

    @Parameters(paramLabel = "EMAIL", description = "Whose key it is.")
    private String email = "";

    @Override
    public Integer call() throws SettingsException, CannotStartException {
      String name = key.name();
      try (AdminDatabase database = AdminDatabase.find(options.read())) {
        Db db = database.open();
        Account account = UserCommand.account(db, email);
        key.print(
            new Keys(db)
                .create(
                    KeyHolder.account(account),
                    name,
                    Rights.FULL.until(key.end()),
                    Acting.operator()));
        return 0;
      }
    }
  }
}
