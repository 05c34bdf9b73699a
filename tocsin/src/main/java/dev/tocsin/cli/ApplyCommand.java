package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.remote.Api;
import dev.tocsin.remote.Api.Answer;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.yaml.YamlFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a project what a file says. */
@Command(
    name = "apply",
    description = {
      "Make a project's checks and channels what a YAML file says, all of it or nothing.",
      "Shows what it does; --dry-run only shows. docs/config-as-code.md describes the file."
    })
final class ApplyCommand implements Callable<Integer> {

  /** What a file must not ask for by itself. */
  private static final List<String> ON_THE_COMMAND_LINE =
      List.of("dry_run", "prune", "prune_everything", "api_key");

  @Mixin private final TargetOptions target = new TargetOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The file; - for standard input.")
  private String file = "";

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      description = "Delete checks and channels that an earlier run kept and the file left out.")
  private boolean prune;

  @Option(names = "--prune-everything", description = "As --prune, even if the file has none left.")
  private boolean pruneEverything;

  @Option(
      names = "--detailed-exitcode",
      description = "With --dry-run: end with 2 if there are changes.")
  private boolean detailed;

  @Option(names = "--json", description = "Print the server's answer, one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws CannotStartException, SettingsException {
    YamlFile yaml = YamlFile.read(InputFile.read(file), System::getenv);
    for (String word : ON_THE_COMMAND_LINE) {
      if (yaml.json().has(word)) {
        throw new CannotStartException(
            Exit.DATA, "%s:%d: %s is for the command line".formatted(file, yaml.line(word), word));
      }
    }
    boolean broken = !yaml.problems().isEmpty();
    try (Api api = target.open()) {
      Answer answer = api.post("v3/apply", body(yaml.json(), dryRun || broken)).usable(api);
      if (broken || answer.status() == 400) {
        throw problems(yaml, answer);
      }
      print(yaml, answer);
      boolean changes = PlanText.hasChanges(answer.json());
      return dryRun && detailed && changes ? Exit.USAGE.code() : 0;
    } catch (CannotStartException e) {
      if (broken && e.exit() != Exit.DATA) {
        throw problems(yaml, null);
      }
      throw e;
    }
  }

  private ObjectNode body(JsonNode file, boolean dry) {
    ObjectNode body =
        file.isObject() ? (ObjectNode) file.deepCopy() : JsonNodeFactory.instance.objectNode();
    body.put("dry_run", dry);
    if (prune) {
      body.put("prune", true);
    }
    if (pruneEverything) {
      body.put("prune_everything", true);
    }
    return body;
  }

  private void print(YamlFile yaml, Answer answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(yaml.masked(answer.text()));
    } else {
      PlanText.lines(answer.json(), yaml::masked).forEach(line -> out.println(yaml.masked(line)));
      boolean changes = PlanText.hasChanges(answer.json());
      out.println(changes ? dryRun ? "Dry run: nothing was changed." : "Done." : "Nothing to do.");
    }
    out.flush();
  }

  private CannotStartException problems(YamlFile yaml, @Nullable Answer answer) {
    return FileProblems.of(file, yaml, answer == null ? null : answer.json());
  }
}
