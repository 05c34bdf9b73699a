package dev.tocsin.channels.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.SecretUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a webhook may be a secret: path, query and user of its URL, and the values of headers.
 * Bodies are templates and are shown.
 */
final class WebhookMask {

  /** What to do about a mask that hides nothing. */
  static final String AGAIN = "enter it again, %s is what hides it".formatted(ChannelKind.MASK);

  private static final JsonMapper JSON = new JsonMapper();

  private WebhookMask() {}

  /** The settings, masked; a text that is no object is one without members. */
  static String masked(String json) {
    ObjectNode settings = object(json);
    requests(settings).forEach(WebhookMask::mask);
    return settings.toString();
  }

  private static void mask(ObjectNode request) {
    if (request.path("url").isTextual()) {
      request.put("url", SecretUrl.masked(request.path("url").textValue()));
    }
    if (request.get("headers") instanceof ObjectNode headers) {
      names(headers).forEach(name -> headers.put(name, ChannelKind.MASK));
    }
  }

  /** What was entered, with stored secrets where their masks were left, to the same server only. */
  static String unmasked(String entered, String stored) {
    ObjectNode settings = object(entered);
    ObjectNode known = object(stored);
    for (Map.Entry<String, JsonNode> entry : settings.properties()) {
      if (entry.getValue() instanceof ObjectNode request
          && known.get(entry.getKey()) instanceof ObjectNode was) {
        unmask(request, was);
      }
    }
    return settings.isEmpty() ? entered : settings.toString();
  }

  private static void unmask(ObjectNode request, ObjectNode was) {
    String url = was.path("url").asText();
    if (request.path("url").asText().strip().equals(SecretUrl.masked(url))) {
      request.put("url", url);
    }
    if (SecretUrl.server(request.path("url").asText()).equals(SecretUrl.server(url))
        && request.get("headers") instanceof ObjectNode headers) {
      for (String name : names(headers)) {
        JsonNode secret = was.path("headers").path(name);
        if (secret.isTextual() && headers.path(name).asText().equals(ChannelKind.MASK)) {
          headers.set(name, secret);
        }
      }
    }
  }

  private static List<ObjectNode> requests(ObjectNode settings) {
    List<ObjectNode> requests = new ArrayList<>();
    settings.forEach(
        value -> {
          if (value instanceof ObjectNode request) {
            requests.add(request);
          }
        });
    return requests;
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static ObjectNode object(String json) {
    try {
      return JSON.readTree(json) instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // the cause would quote it
    }
  }
}
