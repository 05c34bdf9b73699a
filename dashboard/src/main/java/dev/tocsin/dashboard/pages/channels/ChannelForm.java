package dev.tocsin.dashboard.pages.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people enter for a channel, as they entered it, and the settings that it means. Whether
 * these are good is for the kind of channel to say.
 *
 * @param fields by the names of the form; flags are {@code on} or missing
 */
public record ChannelForm(String kind, Map<String, String> fields) {

  /** The kinds that have a form. */
  static final Set<String> KINDS = Set.of("email", "webhook");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> EVENTS = List.of("down", "up");

  static ChannelForm fresh(String kind) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("assign", "on");
    if (kind.equals("email")) {
      fields.put("down", "on");
      fields.put("up", "on");
    } else {
      fields.put("down.method", "POST");
      fields.put("up.method", "POST");
      fields.put("down.headers", "Content-Type: application/json");
      fields.put("up.headers", "Content-Type: application/json");
      fields.put("down.body", "$JSON");
      fields.put("up.body", "$JSON");
    }
    return new ChannelForm(kind, fields);
  }

  static ChannelForm entered(String kind, Visit visit) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(List.of("name", "to", "down", "up", "assign"));
    for (String event : EVENTS) {
      List.of("method", "url", "headers", "body").forEach(f -> names.add(event + "." + f));
    }
    names.forEach(name -> fields.put(name, visit.field(name)));
    return new ChannelForm(kind, fields);
  }

  static ChannelForm stored(ChannelRow channel) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", channel.name());
    JsonNode json = parse(channel.settings());
    if (channel.kind().equals("email")) {
      List<String> to = new ArrayList<>();
      json.path("to").forEach(address -> to.add(address.asText()));
      fields.put("to", String.join(", ", to));
      EVENTS.forEach(event -> fields.put(event, json.path(event).asBoolean(true) ? "on" : ""));
    } else {
      EVENTS.forEach(event -> request(fields, event, json.path(event)));
    }
    return new ChannelForm(channel.kind(), fields);
  }

  private static void request(Map<String, String> fields, String event, JsonNode json) {
    fields.put(event + ".method", json.path("method").asText("POST"));
    fields.put(event + ".url", json.path("url").asText());
    fields.put(event + ".body", json.path("body").asText());
    StringBuilder headers = new StringBuilder();
    for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
      headers.append(header.getKey()).append(": ").append(header.getValue().asText()).append('\n');
    }
    fields.put(event + ".headers", headers.toString());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings are not JSON"); // the cause would quote them
    }
  }

  /** A field, or the empty text. */
  public String get(String field) {
    return fields.getOrDefault(field, "");
  }

  public boolean on(String field) {
    return !get(field).isEmpty();
  }

  /** The settings as the kind of channel reads them. */
  String json() {
    ObjectNode json = JSON.createObjectNode();
    if (kind.equals("email")) {
      ArrayNode to = json.putArray("to");
      for (String address : get("to").split("[,;\\s]+", -1)) {
        if (!address.isEmpty()) {
          to.add(address);
        }
      }
      EVENTS.forEach(event -> json.put(event, on(event)));
    } else {
      EVENTS.stream()
          .filter(event -> !get(event + ".url").isBlank())
          .forEach(event -> request(json.putObject(event), event));
    }
    return json.toString();
  }

  private void request(ObjectNode json, String event) {
    json.put("method", get(event + ".method"));
    json.put("url", get(event + ".url").strip());
    json.put("body", get(event + ".body"));
    ObjectNode headers = json.putObject("headers");
    get(event + ".headers")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String name = colon < 0 ? line : line.substring(0, colon);
              headers.put(name.strip(), colon < 0 ? "" : line.substring(colon + 1).strip());
            });
  }

  /**
   * Problems as a kind tells them, {@code field: what to do}, at the fields of this form: what
   * concerns one address or one header stands by the list.
   */
  static Problems problems(List<String> told) {
    Problems problems = Problems.none();
    for (String problem : told) {
      int colon = problem.indexOf(": ");
      String field = colon < 0 ? "" : problem.substring(0, colon);
      String what = colon < 0 ? problem : problem.substring(colon + 2);
      String at = field.replaceFirst("^(to)\\[.*", "$1").replaceFirst("^(.*\\.headers)\\..*", "$1");
      problems.add(
          at,
          what.isEmpty()
              ? problem
              : Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".");
    }
    return problems;
  }
}
