package dev.tocsin.channels.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.ChannelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a webhook may be a secret: path, query and user of its URL, and the values of headers.
 * Bodies are templates and are shown.
 */
final class WebhookMask {

  /** What to do about a mask that hides nothing. */
  static final String AGAIN = "enter it again, %s is what hides it".formatted(ChannelKind.MASK);

  private static final JsonMapper JSON = new JsonMapper();

  private static final Pattern URL =
      Pattern.compile("\\s*(https?://)([^/?#]*@)?([^/?#@]*)(.*)", Pattern.CASE_INSENSITIVE);

  private WebhookMask() {}

  /** The settings, masked; a text that is no object is one without members. */
  static String masked(String json) {
    ObjectNode settings = object(json);
    requests(settings).forEach(WebhookMask::mask);
    return settings.toString();
  }

  private static void mask(ObjectNode request) {
    if (request.path("url").isTextual()) {
      request.put("url", maskedUrl(request.path("url").textValue()));
    }
    if (request.get("headers") instanceof ObjectNode headers) {
      names(headers).forEach(name -> headers.put(name, ChannelKind.MASK));
    }
  }

  private static String maskedUrl(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return url.isBlank() ? url : ChannelKind.MASK;
    }
    String user = parts.group(2) == null ? "" : ChannelKind.MASK + "@";
    String rest = parts.group(4);
    boolean plain = rest.isEmpty() || rest.equals("/");
    return parts.group(1) + user + parts.group(3) + (plain ? rest : "/" + ChannelKind.MASK);
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
    if (request.path("url").asText().strip().equals(maskedUrl(url))) {
      request.put("url", url);
    }
    if (server(request.path("url").asText()).equals(server(url))
        && request.get("headers") instanceof ObjectNode headers) {
      for (String name : names(headers)) {
        JsonNode secret = was.path("headers").path(name);
        if (secret.isTextual() && headers.path(name).asText().equals(ChannelKind.MASK)) {
          headers.set(name, secret);
        }
      }
    }
  }

  /** Scheme, host and port: whom a request goes to. */
  private static String server(String url) {
    Matcher parts = URL.matcher(url);
    return parts.matches() ? (parts.group(1) + parts.group(3)).toLowerCase(Locale.ROOT) : url;
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
