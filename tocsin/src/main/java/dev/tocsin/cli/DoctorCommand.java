package dev.tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.ops.Logging;
import dev.tocsin.roles.Doctor;
import dev.tocsin.roles.Exit;
import dev.tocsin.roles.Trial;
import dev.tocsin.settings.LogFormat;
import dev.tocsin.settings.LogLevel;
import dev.tocsin.settings.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wrong with this machine and with what runs on it. */
@Command(
    name = "doctor",
    description = {
      "Say what is wrong, in words and with what to do: settings, data directory, ports, database,",
      "running processes, alerts that wait, certificates, mail server. Changes nothing.",
      "Works while Tocsin runs, and while nothing does. Exits with 1 if there is a problem."
    })
final class DoctorCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ROLE",
      defaultValue = "up",
      converter = CheckConfigCommand.RoleConverter.class,
      description = "What runs here: up (default), ping-listener, alerter or dashboard.")
  private Role role = Role.UP;

  @Option(names = "--json", description = "For programs: one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    Logging.configure(LogLevel.ERROR, LogFormat.TEXT);
    Trial trial = Doctor.look(role, options.reader(), options::readerWith);
    long problems = count(trial, Trial.Mark.FAILED);
    long warnings = count(trial, Trial.Mark.WARNING);
    if (json) {
      List<Map<String, String>> lines =
          trial.lines().stream()
              .map(line -> Map.of("mark", word(line.mark()), "text", line.text()))
              .toList();
      System.out.println(
          JSON.writeValueAsString(
              Map.of("problems", problems, "warnings", warnings, "lines", lines)));
    } else {
      trial.lines().forEach(line -> System.out.printf("%-8s %s%n", word(line.mark()), line.text()));
      System.out.printf("problems: %d, warnings: %d%n", problems, warnings);
    }
    return (problems > 0 ? Exit.PROBLEM : Exit.OK).code();
  }

  private static long count(Trial trial, Trial.Mark mark) {
    return trial.lines().stream().filter(line -> line.mark() == mark).count();
  }

  private static String word(Trial.Mark mark) {
    return switch (mark) {
      case OK -> "ok";
      case CHANGE -> "change";
      case WARNING -> "warning";
      case FAILED -> "problem";
    };
  }
}
