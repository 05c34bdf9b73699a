package dev.tocsin.dashboard.pages.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Field;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Settings as JSON, and the same as texts in the fields of a form. */
final class FormSettings {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FormSettings() {}

  /** What the fields of a form show of settings. */
  static Map<String, String> read(ChannelKind kind, String settings) {
    JsonNode json = parse(settings);
    Map<String, String> entered = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      JsonNode value = json;
      for (String step : field.name().split("\\.", -1)) {
        value = value.path(step);
      }
      boolean none = value.isMissingNode() || value.isNull();
      entered.put(field.name(), none ? shown(field, field.otherwise()) : shown(field, value));
    }
    return entered;
  }

  private static String shown(Field field, String otherwise) {
    return field.type() == Field.Type.FLAG ? (otherwise.equals("true") ? "on" : "") : otherwise;
  }

  private static String shown(Field field, JsonNode value) {
    return switch (field.type()) {
      case FLAG -> value.asBoolean() ? "on" : "";
      case LINES -> {
        StringJoiner lines = new StringJoiner("\n");
        value.forEach(line -> lines.add(line.asText()));
        yield lines.toString();
      }
      case PAIRS -> {
        StringJoiner lines = new StringJoiner("\n");
        value.properties().forEach(e -> lines.add(e.getKey() + ": " + e.getValue().asText()));
        yield lines.toString();
      }
      case TEXT, URL, SECRET, CHOICE, NUMBER -> value.asText();
    };
  }

  /** The settings that somebody entered; what was left empty is left out. */
  static String write(ChannelKind kind, Map<String, String> entered) {
    ObjectNode json = JSON.createObjectNode();
    for (Field field : kind.fields()) {
      String text = entered.getOrDefault(field.name(), "");
      int dot = field.name().lastIndexOf('.');
      if (dot < 0) {
        put(json, field.name(), field, kind, text);
      } else if (!entered.getOrDefault(field.name().substring(0, dot) + ".url", "").isBlank()) {
        // A request without a URL is none, whatever else was entered.
        ObjectNode inner = json.withObjectProperty(field.name().substring(0, dot));
        put(inner, field.name().substring(dot + 1), field, kind, text);
      }
    }
    return json.toString();
  }

  private static void put(ObjectNode to, String name, Field field, ChannelKind kind, String text) {
    switch (field.type()) {
      case FLAG -> to.put(name, !text.isEmpty());
      case LINES -> lines(to.putArray(name), kind, text);
      case PAIRS -> pairs(to.putObject(name), text);
      case NUMBER -> number(to, name, text.strip());
      case URL, SECRET, CHOICE -> {
        if (!text.isBlank()) {
          to.put(name, text.strip());
        }
      }
      case TEXT -> {
        if (!text.isBlank()) {
          to.put(name, text);
        }
      }
    }
  }

  /** What is no number stays a text, and the kind says what is wrong with it. */
  private static void number(ObjectNode to, String name, String text) {
    if (text.matches("-?\\d{1,18}")) {
      to.put(name, new BigInteger(text));
    } else if (!text.isEmpty()) {
      to.put(name, text);
    }
  }

  /** People write addresses in a row, too. */
  private static void lines(ArrayNode to, ChannelKind kind, String text) {
    String between = kind.code().equals("email") ? "[,;\\s]+" : "\\R";
    for (String line : text.split(between, -1)) {
      if (!line.isBlank()) {
        to.add(line.strip());
      }
    }
  }

  private static void pairs(ObjectNode to, String text) {
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String name = colon < 0 ? line : line.substring(0, colon);
              to.put(name.strip(), colon < 0 ? "" : line.substring(colon + 1).strip());
            });
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings are not JSON"); // the cause would quote them
    }
  }
}
