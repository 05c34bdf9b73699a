package dev.tocsin.cli;

import dev.tocsin.remote.Api;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.settings.SettingsException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what is there as a file to go on with. */
@Command(
    name = "export",
    description = {
      "Print the checks and rotas of a project as a file for apply.",
      "Without the settings of channels: they hold secrets, and are not shown."
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private final TargetOptions target = new TargetOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws CannotStartException, SettingsException {
    try (Api api = target.open()) {
      var file =
          new ExportedFile(
              api.get("v3/checks/").usable(api).json().path("checks"),
              api.get("v3/channels/").usable(api).json().path("channels"),
              api.get("v3/rotas/").usable(api).json().path("rotas"),
              api.get("v3/assertions/").usable(api).json().path("checks"));
      PrintWriter out = spec.commandLine().getOut();
      out.print(file.text());
      out.flush();
    }
    return 0;
  }
}
