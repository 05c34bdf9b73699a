package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import dev.tocsin.settings.DidYouMean;
import dev.tocsin.yaml.YamlFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file, in the order of its lines, each with its line. */
final class FileProblems {

  private FileProblems() {}

  /**
   * All of it.
   *
   * @param answer of the server that refused it; null if it was not asked
   */
  static CannotStartException of(String file, YamlFile yaml, @Nullable JsonNode answer) {
    Map<Integer, List<String>> byLine = new TreeMap<>();
    yaml.problems().forEach(p -> add(byLine, p.line(), p.what()));
    var broken = new ArrayList<>(byLine.keySet());
    int told = 0;
    if (answer != null) {
      for (JsonNode problem : answer.path("problems")) {
        told++;
        int line = yaml.line(problem.path("at").asText());
        if (!broken.contains(line)) {
          add(byLine, line, yaml.masked(sentence(problem)));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    byLine.forEach(
        (line, texts) -> texts.forEach(t -> lines.add("%s:%d: %s".formatted(file, line, t))));
    long more = answer == null ? 0 : answer.path("problem_count").asLong(told) - told;
    if (more > 0) {
      lines.add("and %d more".formatted(more));
    }
    if (lines.isEmpty() && answer != null) {
      lines.add("%s: %s".formatted(file, answer.path("error").asText("refused")));
    }
    return new CannotStartException(
        Exit.DATA,
        "%d %s, nothing was changed:%n  %s"
            .formatted(
                lines.size() + Math.max(0, more - 1),
                lines.size() == 1 ? "problem" : "problems",
                String.join(System.lineSeparator() + "  ", lines)));
  }

  private static void add(Map<Integer, List<String>> byLine, int line, String what) {
    byLine.computeIfAbsent(line, l -> new ArrayList<>()).add(what);
  }

  private static String sentence(JsonNode problem) {
    String at = problem.path("at").asText();
    List<String> choices = new ArrayList<>();
    problem.path("choices").forEach(choice -> choices.add(choice.asText()));
    Collections.sort(choices);
    String written = at.substring(at.lastIndexOf('.') + 1);
    String hint = choices.isEmpty() ? "" : DidYouMean.hint(written, choices);
    return "%s: %s%s".formatted(at, problem.path("problem").asText(), hint);
  }
}
