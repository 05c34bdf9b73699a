package dev.tocsin.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A way to reach operators, as it is written in the settings: it must work without the database.
 *
 * @param kind of channel, for example {@code email}
 * @param settings of that kind, as JSON; may hold secrets
 */
public record ContactSetting(String kind, String settings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Mail to these addresses, all in one. */
  static ContactSetting email(String addresses) {
    List<String> to = Arrays.stream(addresses.split(",", -1)).map(String::strip).toList();
    if (to.stream().anyMatch(address -> address.indexOf('@') < 1)) {
      throw new IllegalArgumentException("not an e-mail address, or several separated by commas");
    }
    return new ContactSetting("email", JSON.valueToTree(Map.of("to", to)).toString());
  }

  /** A plain webhook: the same JSON object for what begins and for what ends. */
  static ContactSetting webhook(String url) {
    String body =
        "{\"id\": $CODE_JSON, \"status\": $STATUS_JSON, \"title\": $NOTICE_JSON,"
            + " \"text\": $BODY_JSON, \"now\": $NOW_JSON}";
    Map<String, String> request = Map.of("method", "POST", "url", url, "body", body);
    return new ContactSetting(
        "webhook", JSON.valueToTree(Map.of("down", request, "up", request)).toString());
  }

  /** Addresses separated by commas, or a JSON list of objects with {@code kind} and settings. */
  static List<ContactSetting> parse(String text) {
    return text.stripLeading().startsWith("[") ? list(text) : List.of(email(text));
  }

  private static List<ContactSetting> list(String text) {
    try {
      List<ContactSetting> contacts = new ArrayList<>();
      for (JsonNode one : JSON.readTree(text)) {
        boolean known = one.path("kind").isTextual() && one.path("settings").isObject();
        if (!known || one.size() != 2) {
          throw new IllegalArgumentException(
              "a list in which one item has more or less than kind and settings");
        }
        contacts.add(
            new ContactSetting(one.path("kind").asText(), one.path("settings").toString()));
      }
      return contacts;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("neither addresses nor a JSON list", e);
    }
  }

  /** Never the settings: they may hold secrets. */
  @Override
  public String toString() {
    return kind;
  }
}
