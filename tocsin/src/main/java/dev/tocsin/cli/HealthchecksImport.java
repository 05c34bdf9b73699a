package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.remote.Api;
import dev.tocsin.remote.Api.Answer;
import dev.tocsin.remote.HealthchecksSource;
import dev.tocsin.remote.HttpApi;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the checks of a Healthchecks project, so that their ping URLs need a new host only. */
@Command(
    name = "healthchecks",
    description = {
      "Bring the checks of a Healthchecks project: settings, tags and ping UUIDs; not their pings.",
      "Into the project of --to-url, or without it into the database of the settings."
    })
final class HealthchecksImport implements Callable<Integer> {

  @Mixin private final SettingsOptions settings = new SettingsOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where the checks are, for example https://healthchecks.io.")
  private String url = "";

  @Option(
      names = "--api-key",
      required = true,
      paramLabel = "KEY",
      defaultValue = "${env:HEALTHCHECKS_API_KEY}",
      description = "A read-write key there: others see no UUIDs (or $HEALTHCHECKS_API_KEY).")
  private String key = "";

  @Option(
      names = "--to-url",
      paramLabel = "URL",
      defaultValue = "${env:TOCSIN_API_URL}",
      description = "The Tocsin to bring them to (or $TOCSIN_API_URL).")
  private @Nullable String toUrl;

  @Option(
      names = "--to-api-key",
      paramLabel = "KEY",
      defaultValue = "${env:TOCSIN_API_KEY}",
      description = "A read-write key of the project there (or $TOCSIN_API_KEY).")
  private @Nullable String toKey;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "Without --to-url: name or id of the project.")
  private @Nullable String project;

  @Option(
      names = "--channels",
      paramLabel = "LIST",
      description = "Channels for each new check: * for all, or names with commas.")
  private @Nullable String channels;

  @Option(names = "--update", description = "Also change checks that were brought before.")
  private boolean update;

  @Option(names = "--dry-run", description = "Say what would be made, and make nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the answer, one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws CannotStartException, SettingsException {
    ArrayNode checks = HealthchecksSource.checks(new HttpApi(url, key));
    if (channels != null) {
      checks.forEach(check -> ((ObjectNode) check).put("channels", channels));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("dry_run", dryRun).put("update", update).set("checks", checks);
    try (Api to = TargetOptions.open(settings, toUrl, toKey, project, "--to-url")) {
      Answer answer = to.post("v3/import", body).usable(to);
      if (answer.status() == 400) {
        throw refused(checks, answer.json());
      }
      print(answer);
    }
    return 0;
  }

  private void print(Answer answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer.text());
    } else {
      PlanText.lines(answer.json()).forEach(out::println);
      out.println(
          dryRun
              ? "Dry run: nothing was changed."
              : "Done. Jobs ping here once their URLs have the new host; UUIDs stay.");
      if (channels == null) {
        out.println("No channels were assigned: nobody is told yet (--channels, or on the pages).");
      }
    }
    out.flush();
  }

  private static CannotStartException refused(ArrayNode checks, JsonNode answer) {
    List<String> lines = new ArrayList<>();
    for (JsonNode problem : answer.path("problems")) {
      String at = problem.path("at").asText();
      String what = problem.path("problem").asText();
      String digits = at.replaceFirst("^checks\\[(\\d+)].*", "$1");
      JsonNode check = digits.equals(at) ? checks.path(-1) : checks.path(Integer.parseInt(digits));
      lines.add(
          check.isMissingNode()
              ? "%s: %s".formatted(at, what)
              : "%s \"%s\": %s"
                  .formatted(check.path("uuid").asText(), check.path("name").asText(), what));
    }
    return new CannotStartException(
        Exit.DATA,
        "%s, nothing was changed:%n  %s"
            .formatted(
                Words.count(lines.size(), "problem"),
                String.join(System.lineSeparator() + "  ", lines)));
  }
}
