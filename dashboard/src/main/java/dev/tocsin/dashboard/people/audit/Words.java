package dev.tocsin.dashboard.people.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The details of an event in one line: {@code email ada@example.org · role member → owner}. */
public final class Words {

  /** What says more than a line is in the exported file. */
  private static final int LONGEST = 300;

  private Words() {}

  public static String of(Event event) {
    List<String> parts = new ArrayList<>();
    collect(event.detail(), false, parts);
    String line = String.join(" · ", parts);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /**
   * @param changes whether a pair is what was, and what is
   */
  private static void collect(JsonNode object, boolean changes, List<String> parts) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      if (value.isObject() && (field.getKey().equals("changes") || field.getKey().equals("now"))) {
        collect(value, true, parts);
      } else if (!value.isNull() && !(value.isValueNode() && value.asText().isEmpty())) {
        parts.add(field.getKey().replace('_', ' ') + " " + value(value, changes));
      }
    }
  }

  private static String value(JsonNode value, boolean changes) {
    if (value.isArray()) {
      boolean change = changes && value.size() == 2;
      return StreamSupport.stream(value.spliterator(), false)
          .map(one -> value(one, false))
          .map(text -> text.isEmpty() ? "nothing" : text)
          .collect(Collectors.joining(change ? " → " : ", "));
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
