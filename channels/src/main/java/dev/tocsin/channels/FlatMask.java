package dev.tocsin.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * Hides the secret fields of settings, and puts the stored secrets back where a mask was left.
 *
 * <p>Secrets belong to the servers that the URL fields name. If one of these servers changes, no
 * secret is put back: whoever may change the address could read it there.
 */
final class FlatMask {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<Field> fields;

  FlatMask(List<Field> fields) {
    this.fields = fields;
  }

  String masked(String json) {
    ObjectNode settings = object(json);
    for (Field field : fields) {
      JsonNode value = settings.path(field.name());
      if (field.secret() && !value.isMissingNode() && !value.isNull()) {
        settings.set(field.name(), masked(field, value));
      }
    }
    return settings.toString();
  }

  private static JsonNode masked(Field field, JsonNode value) {
    if (value instanceof ArrayNode lines) {
      // Numbered, so that each finds back although others were removed or moved.
      ArrayNode hidden = JSON.createArrayNode();
      for (int i = 0; i < lines.size(); i++) {
        hidden.add(line(i));
      }
      return hidden;
    }
    if (value instanceof ObjectNode pairs) {
      ObjectNode hidden = JSON.createObjectNode();
      pairs.fieldNames().forEachRemaining(name -> hidden.put(name, ChannelKind.MASK));
      return hidden;
    }
    boolean url = field.type() == Field.Type.URL && value.isTextual();
    String text = value.asText();
    if (text.isBlank() && value.isTextual()) {
      return value;
    }
    return TextNode.valueOf(url ? SecretUrl.masked(text) : ChannelKind.MASK);
  }

  String unmasked(String entered, String stored) {
    ObjectNode settings = object(entered);
    ObjectNode known = object(stored);
    for (Field field : fields) {
      if (field.secret() && field.type() == Field.Type.URL) {
        unmask(field, settings, known);
      }
    }
    if (sameServers(settings, known)) {
      for (Field field : fields) {
        if (field.secret() && field.type() != Field.Type.URL) {
          unmask(field, settings, known);
        }
      }
    }
    return settings.isEmpty() ? entered : settings.toString();
  }

  private static void unmask(Field field, ObjectNode settings, ObjectNode known) {
    JsonNode value = settings.path(field.name());
    JsonNode was = known.path(field.name());
    if (value instanceof ArrayNode lines && was instanceof ArrayNode secrets) {
      for (int i = 0; i < lines.size(); i++) {
        for (int j = 0; j < secrets.size(); j++) {
          if (lines.path(i).asText().strip().equals(line(j))) {
            lines.set(i, secrets.get(j));
            break;
          }
        }
      }
    } else if (value instanceof ObjectNode pairs && was instanceof ObjectNode secrets) {
      secrets
          .properties()
          .forEach(
              secret -> {
                if (pairs.path(secret.getKey()).asText().equals(ChannelKind.MASK)) {
                  pairs.set(secret.getKey(), secret.getValue());
                }
              });
    } else if (!was.isMissingNode()
        && value.isTextual()
        && value.asText().contains(ChannelKind.MASK)
        && value.asText().strip().equals(masked(field, was).asText())) {
      settings.set(field.name(), was);
    }
  }

  private boolean sameServers(ObjectNode settings, ObjectNode known) {
    return fields.stream()
        .filter(field -> field.type() == Field.Type.URL)
        .allMatch(field -> server(field, settings).equals(server(field, known)));
  }

  private static String server(Field field, ObjectNode settings) {
    String url = settings.path(field.name()).asText("").strip();
    return SecretUrl.server(url.isEmpty() ? field.otherwise() : url);
  }

  private static String line(int index) {
    return ChannelKind.MASK + " " + (index + 1);
  }

  private static ObjectNode object(String json) {
    try {
      return JSON.readTree(json) instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // the cause would quote it
    }
  }
}
