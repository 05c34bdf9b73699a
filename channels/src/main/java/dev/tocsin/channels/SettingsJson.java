package dev.tocsin.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a settings object field by field and notes every problem instead of stopping at the first:
 * {@code field: what to do}. Any text may come in; nothing here throws on it.
 */
public final class SettingsJson {

  /** Longer settings are no settings; the fields have closer limits of their own. */
  private static final int MAX_CHARS = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonNode node;
  private final String path;
  private final List<String> problems;
  private final Set<String> known = new HashSet<>();
  private final List<SettingsJson> inner = new ArrayList<>();

  private SettingsJson(JsonNode node, String path, List<String> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /** The object in this text; a text that holds none is an empty object with a problem. */
  public static SettingsJson read(String json) {
    List<String> problems = new ArrayList<>();
    JsonNode node = MissingNode.getInstance();
    if (json.length() > MAX_CHARS) {
      problems.add("settings: must be at most %d characters long".formatted(MAX_CHARS));
    } else {
      try {
        node = JSON.readTree(json);
      } catch (JsonProcessingException e) {
        // Its message quotes the text, and the text may hold secrets.
        problems.add("settings: must be valid JSON");
      }
      if (problems.isEmpty() && !node.isObject()) {
        problems.add("settings: must be a JSON object");
      }
    }
    return new SettingsJson(node, "", problems);
  }

  /** A text; {@code otherwise} if there is none. */
  public String text(String field, String otherwise, int maxChars) {
    JsonNode value = take(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      problem(field, "must be a text");
      return otherwise;
    }
    if (value.textValue().length() > maxChars) {
      problem(field, "must be at most %d characters long".formatted(maxChars));
      return otherwise;
    }
    return value.textValue();
  }

  /** A yes or no; {@code otherwise} if there is none. */
  public boolean flag(String field, boolean otherwise) {
    JsonNode value = take(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      problem(field, "must be true or false");
    }
    return value.asBoolean(otherwise);
  }

  /** A whole number within bounds; {@code otherwise} if there is none. */
  public int number(String field, int otherwise, int min, int max) {
    JsonNode value = take(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToInt()
        || !value.canConvertToExactIntegral()
        || value.intValue() < min
        || value.intValue() > max) {
      problem(field, "must be a whole number from %d to %d".formatted(min, max));
      return otherwise;
    }
    return value.intValue();
  }

  /** A list of texts; empty if there is none. */
  public List<String> texts(String field, int maxItems) {
    JsonNode value = take(field);
    List<String> found = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return found;
    }
    value.forEach(item -> found.add(item.isTextual() ? item.textValue() : ""));
    if (!value.isArray() || found.size() > maxItems) {
      problem(field, "must be a list of at most %d texts".formatted(maxItems));
      found.clear();
    }
    return found;
  }

  /** An object of texts, in its order; empty if there is none. */
  public Map<String, String> textsByName(String field, int maxItems) {
    JsonNode value = take(field);
    Map<String, String> found = new LinkedHashMap<>();
    if (value.isMissingNode() || value.isNull()) {
      return found;
    }
    boolean good = value.isObject() && value.size() <= maxItems;
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      good &= entry.getValue().isTextual();
      found.put(entry.getKey(), entry.getValue().asText());
    }
    if (!good) {
      problem(field, "must be an object of at most %d texts".formatted(maxItems));
      found.clear();
    }
    return found;
  }

  /** An object in this one; {@code otherwise} if there is none. */
  public <T> T object(String field, T otherwise, Function<SettingsJson, T> reader) {
    JsonNode value = take(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isObject()) {
      problem(field, "must be an object");
      return otherwise;
    }
    var object = new SettingsJson(value, path + field + ".", problems);
    inner.add(object);
    return reader.apply(object);
  }

  /** Notes what is wrong with a field, as words for the person who entered it. */
  public void problem(String field, String what) {
    problems.add(path + field + ": " + what);
  }

  /** The same, unless something is known to be wrong with this field already. */
  void problemUnlessAny(String field, String what) {
    if (problems.stream().noneMatch(known -> known.startsWith(path + field + ": "))) {
      problem(field, what);
    }
  }

  /** Everything wrong so far, fields that nobody asked for included; call it last. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    collectUnknown(all);
    return List.copyOf(all);
  }

  /** Throws {@link IllegalArgumentException} with all of {@link #problems} if there is any. */
  public void requireNoProblems() {
    List<String> all = problems();
    if (!all.isEmpty()) {
      throw new IllegalArgumentException("channel settings: " + String.join("; ", all));
    }
  }

  private void collectUnknown(List<String> all) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                all.add("%s%s: unknown field".formatted(path, name));
              }
            });
    inner.forEach(object -> object.collectUnknown(all));
  }

  private JsonNode take(String field) {
    known.add(field);
    return node.path(field);
  }
}
