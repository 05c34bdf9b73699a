package dev.tocsin.cli;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.roles.AdminDatabase;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the schema up to date. */
@Command(
    name = "migrate",
    description = {
      "Bring the database's schema up to date, under a lock: several may run at once.",
      "up does it by itself; for single roles run it once before a new version starts."
    })
final class MigrateCommand implements Callable<Integer> {

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() throws SettingsException, CannotStartException {
    try (AdminDatabase database = AdminDatabase.find(options.read())) {
      int applied = database.migrate();
      System.out.printf(
          "%s: %s%n",
          database,
          applied == 0 ? "already up to date" : Words.count(applied, "migration") + " applied");
      return 0;
    }
  }
}
