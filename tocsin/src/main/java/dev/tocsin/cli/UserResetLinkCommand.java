package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.recovery.PasswordResets;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A link for who forgot their password, where there is no mail server to send it. */
@Command(
    name = "reset-link",
    description = {
      "Print a link with which somebody chooses another password: it works once, for an hour.",
      "Pass it on in private. Works while up runs."
    })
final class UserResetLinkCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "EMAIL", description = "Whose password it is.")
  private String email = "";

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    Settings settings = options.read();
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      Db db = database.open();
      Account account = UserCommand.account(db, email);
      System.out.println(settings.siteUrl() + PasswordResets.link(db, account, "cli"));
      return 0;
    }
  }
}
