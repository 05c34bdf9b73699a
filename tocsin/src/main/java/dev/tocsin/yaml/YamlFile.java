package dev.tocsin.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A YAML file as the JSON that it means, with the line of each member.
 *
 * @param json an empty object if the file cannot be read at all
 * @param problems what is wrong with the file itself, by line
 * @param secrets values that came from the environment, with their names: never to be shown
 */
public record YamlFile(
    JsonNode json,
    Map<String, Integer> lines,
    List<Problem> problems,
    Map<String, String> secrets) {

  /** A longer file is a mistake: a server takes 2.5 MiB. */
  private static final int MOST_CHARS = 16 << 20;

  /** Shorter values are in every text, and no secrets. */
  private static final int SHORTEST_SECRET = 4;

  public YamlFile {
    problems = List.copyOf(problems);
  }

  /** Something wrong at a line, counted from one. */
  public record Problem(int line, String what) {}

  /**
   * Reads a text; whatever it is, this returns.
   *
   * @param environment the value of a variable, or null
   */
  public static YamlFile read(String text, Function<String, @Nullable String> environment) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    var secrets = new Secrets(environment);
    JsonNode json = JsonNodeFactory.instance.objectNode();
    try {
      Optional<Node> root = compose(text);
      if (root.isPresent()) {
        json = new JsonWalk(lines, problems, secrets).json(root.get());
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(new Problem(line, "not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Problem(1, "not YAML: " + e.getMessage()));
    }
    if (problems.isEmpty() && !json.isObject()) {
      problems.add(new Problem(1, "the file must have members such as checks:"));
    }
    return new YamlFile(json, lines, problems, secrets.used());
  }

  private static Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(true).setCodePointLimit(MOST_CHARS).build();
    return new Compose(settings).composeString(text);
  }

  /** The line of a member such as {@code checks[3].grace}, or of what it would stand in. */
  public int line(String at) {
    String path = at;
    while (!path.isEmpty()) {
      Integer line = lines.get(path);
      if (line != null) {
        return line;
      }
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return 1;
  }

  /** A text in which no value from the environment is to be read. */
  public String masked(String text) {
    String masked = text;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      masked =
          secret.getKey().length() < SHORTEST_SECRET
              ? masked
              : masked.replace(secret.getKey(), "${" + secret.getValue() + "}");
    }
    return masked;
  }

  @Override
  public String toString() {
    return "YamlFile[%d lines, %d problems]".formatted(lines.size(), problems.size());
  }
}
