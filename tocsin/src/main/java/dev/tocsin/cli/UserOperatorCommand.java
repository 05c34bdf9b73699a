package dev.tocsin.cli;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.store.Db;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who sees the installation as a whole. */
@Command(
    name = "operator",
    description = {
      "Make somebody an operator: they see all of this installation under System,",
      "and may set control rods and replay what was set aside.",
      "It opens no project. Works while up runs."
    })
final class UserOperatorCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(paramLabel = "EMAIL", description = "Who it is.")
  private String email = "";

  @Option(names = "--remove", description = "They are no operator any more.")
  private boolean remove;

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(options.read())) {
      Db db = database.open();
      Accounts accounts = new Accounts(db);
      Account account = UserCommand.account(db, email);
      boolean changed = accounts.setOperator(account, !remove, "cli");
      System.out.printf(
          "%s is %s%s operator%n",
          account.email(), changed || remove ? "" : "already ", remove ? "no" : "an");
      List<String> all = accounts.operators();
      System.out.println("operators: " + (all.isEmpty() ? "nobody" : String.join(", ", all)));
      return 0;
    }
  }
}
