package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A plan as people read it. */
final class PlanText {

  private static final int LONGEST_VALUE = 60;

  private PlanText() {}

  /** The lines of an answer of {@code import}. */
  static List<String> lines(JsonNode answer) {
    return lines(answer, UnaryOperator.identity());
  }

  /**
   * The lines of an answer of {@code apply}.
   *
   * @param mask takes out of a value what nobody is to read; asked before the value is cut
   */
  static List<String> lines(JsonNode answer, UnaryOperator<String> mask) {
    List<String> lines = new ArrayList<>();
    for (JsonNode item : answer.path("plan")) {
      lines.add(
          "%s %s %s"
              .formatted(
                  mark(item.path("action").asText()),
                  item.path("kind").asText(),
                  item.path("name").asText()));
      for (Map.Entry<String, JsonNode> change : item.path("changes").properties()) {
        lines.add(
            "      %s: %s"
                .formatted(
                    change.getKey(),
                    fromTo(item.path("action").asText(), change.getValue(), mask)));
      }
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    JsonNode counts = answer.path("counts");
    lines.add(
        "%d to create, %d to change, %d to delete, %d unchanged"
            .formatted(
                counts.path("create").asLong(),
                counts.path("change").asLong(),
                counts.path("delete").asLong(),
                counts.path("unchanged").asLong()));
    List<String> left = new ArrayList<>();
    answer.path("left").forEach(name -> left.add(name.asText()));
    if (!left.isEmpty()) {
      lines.add(
          "%d not in the file any more and left alone (--prune would delete them): %s"
              .formatted(left.size(), some(left)));
    }
    return lines;
  }

  /** Whether there is something to do, or was. */
  static boolean hasChanges(JsonNode answer) {
    return !answer.path("plan").isEmpty();
  }

  private static String mark(String action) {
    return switch (action) {
      case "create" -> "+ create";
      case "change" -> "~ change";
      default -> "- " + action;
    };
  }

  private static String fromTo(String action, JsonNode change, UnaryOperator<String> mask) {
    String to = value(change.path(1), mask);
    return action.equals("create") ? to : value(change.path(0), mask) + " -> " + to;
  }

  private static String value(JsonNode value, UnaryOperator<String> mask) {
    JsonNode read = value.isTextual() ? TextNode.valueOf(mask.apply(value.asText())) : value;
    String text = read.isNull() ? "(none)" : read.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  private static String some(List<String> names) {
    int shown = Math.min(names.size(), 10);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }
}
