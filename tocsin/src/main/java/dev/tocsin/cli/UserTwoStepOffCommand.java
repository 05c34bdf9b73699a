package dev.tocsin.cli;

import dev.tocsin.dashboard.passkeys.PasskeyStep;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** For who lost the device that makes codes, and the recovery codes with it, or their passkeys. */
@Command(
    name = "two-step-off",
    description = {
      "Let somebody who lost their device sign in with the password alone.",
      "Where more than a password is asked for, their passkeys are removed, too.",
      "Be sure that it is they who ask. Works while up runs."
    })
final class UserTwoStepOffCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "EMAIL", description = "Who lost their device.")
  private String email = "";

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    Settings settings = options.read();
    try (AdminDatabase database = AdminDatabase.find(settings)) {
      Db db = database.open();
      Account account = UserCommand.account(db, email);
      boolean asked = new PasskeyStep(db, settings.get(Keys.AUTH_TWO_STEP)).isOn(account);
      boolean was = TwoStep.forget(db, account, "cli");
      was |= asked && PasskeyStep.removeAll(db, account, "cli") > 0;
      System.out.println(
          email + (was ? " signs in with the password alone now" : " has no second step"));
      return 0;
    }
  }
}
