package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.crontab.Crontab;
import dev.tocsin.dashboard.crontab.Crontab.Note;
import dev.tocsin.dashboard.crontab.Job;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.remote.Api;
import dev.tocsin.remote.Api.Answer;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.SettingsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a check for each job of a table of cron, and prints the table with the pings in it. */
@Command(
    name = "crontab",
    description = {
      "Make a check for each job of a crontab, and print the crontab with pings added.",
      "The table goes to standard output, what is to be said about it to standard error. A run over"
          + " its own output changes nothing."
    })
final class CrontabImport implements Callable<Integer> {

  @Mixin private final TargetOptions target = new TargetOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The crontab; - for standard input.")
  private String file = "";

  @Option(names = "--system", description = "Lines have a user, as in /etc/crontab and cron.d.")
  private boolean system;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      description = "Zone of the schedules above any CRON_TZ (default: this machine's).")
  private @Nullable String tz;

  @Option(
      names = "--slug-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Put before each slug: say the machine's name if several share the project.")
  private String slugPrefix = "";

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "Grace time of new checks (default: an hour).")
  private @Nullable Integer grace;

  @Option(names = "--tags", paramLabel = "TEXT", description = "Tags of new checks.")
  private @Nullable String tags;

  @Option(
      names = "--channels",
      paramLabel = "LIST",
      description = "Channels for each new check: * for all, or names with commas.")
  private @Nullable String channels;

  @Option(names = "--dry-run", description = "Make nothing; URLs of new checks are placeholders.")
  private boolean dryRun;

  @Override
  public Integer call() throws CannotStartException, SettingsException {
    byte[] table = InputFile.bytes(file);
    String zone = tz == null ? ZoneId.systemDefault().getId() : tz;
    try (Api api = target.open()) {
      var known = new KnownChecks(api.get("v3/checks/").usable(api).json());
      var reading =
          new Crontab.Reading(
              system,
              zone,
              slugPrefix,
              known.slugsPingedBy(new String(table, StandardCharsets.ISO_8859_1)));
      Crontab crontab = Crontab.parse(table, reading, known::isPingedBy);
      List<String> problems = known.contradictions(file, crontab.jobs());
      if (!problems.isEmpty()) {
        throw refused(problems);
      }
      Answer answer = api.post("v3/import", body(crontab.jobs())).usable(api);
      if (answer.status() == 400) {
        throw refused(problems(crontab.jobs(), answer.json()));
      }
      notes(crontab, zone, answer.json());
      print(crontab.pinging(urls(crontab.jobs(), answer.json())::get));
    }
    return 0;
  }

  private ObjectNode body(List<Job> jobs) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode checks = body.put("dry_run", dryRun).putArray("checks");
    for (Job job : jobs) {
      ObjectNode check = checks.addObject();
      check.put("slug", job.slug()).put("name", job.name().isEmpty() ? job.slug() : job.name());
      check.put("schedule", job.schedule()).put("tz", job.zone());
      if (grace != null) {
        check.put("grace", grace);
      }
      if (tags != null) {
        check.put("tags", tags);
      }
      if (channels != null) {
        check.put("channels", channels);
      }
    }
    return body;
  }

  private static Map<Job, String> urls(List<Job> jobs, JsonNode answer) {
    Map<Job, String> urls = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      String placeholder = "PING-URL-OF-" + jobs.get(i).slug();
      urls.put(jobs.get(i), answer.path("checks").path(i).path("ping_url").asText(placeholder));
    }
    return urls;
  }

  private List<String> problems(List<Job> jobs, JsonNode answer) {
    List<String> lines = new ArrayList<>();
    for (JsonNode problem : answer.path("problems")) {
      String at = problem.path("at").asText();
      String what = problem.path("problem").asText();
      String digits = at.replaceFirst("^checks\\[(\\d+)].*", "$1");
      lines.add(
          digits.equals(at)
              ? "%s: %s".formatted(at, what)
              : "%s:%d: %s".formatted(file, jobs.get(Integer.parseInt(digits)).line(), what));
    }
    return lines;
  }

  private static CannotStartException refused(List<String> problems) {
    return new CannotStartException(
        Exit.DATA,
        "%s, nothing was changed:%n  %s"
            .formatted(
                Words.count(problems.size(), "problem"),
                String.join(System.lineSeparator() + "  ", problems)));
  }

  private void notes(Crontab crontab, String zone, JsonNode answer) {
    PrintWriter err = spec.commandLine().getErr();
    List<Note> notes = new ArrayList<>(crontab.notes());
    notes.sort(Comparator.comparingInt(Note::line));
    notes.forEach(note -> err.printf("%s:%d: %s%n", file, note.line(), note.what()));
    PlanText.lines(answer).forEach(err::println);
    if (tz == null && crontab.jobs().stream().anyMatch(job -> job.zone().equals(zone))) {
      err.printf("Schedules are in this machine's time zone, %s; --tz says another.%n", zone);
    }
    if (channels == null && PlanText.hasChanges(answer)) {
      err.println("No channels were assigned: nobody is told yet (--channels, or on the pages).");
    }
    if (dryRun) {
      err.println("Dry run: nothing was changed.");
    }
    err.flush();
  }

  /** The bytes as they are: a writer would have to know their encoding. */
  private static void print(byte[] table) {
    PrintStream out = System.out;
    out.write(table, 0, table.length);
    out.flush();
  }
}
