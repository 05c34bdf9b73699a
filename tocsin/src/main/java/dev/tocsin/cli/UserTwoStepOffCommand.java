package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** For who lost the device that makes codes, and the recovery codes with it. */
@Command(
    name = "two-step-off",
    description = {
      "Let somebody who lost their device sign in with the password alone.",
      "Be sure that it is they who ask. Works while up runs."
    })
final class UserTwoStepOffCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "EMAIL", description = "Who lost their device.")
  private String email = "";

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(options.read())) {
      Db db = database.open();
      Account account = UserCommand.account(db, email);
      boolean was = TwoStep.forget(db, account, "cli");
      System.out.println(
          email + (was ? " signs in with the password alone now" : " has no second step"));
      return 0;
    }
  }
}
