package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.drills.harness.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An answer, and what tests say of it. */
record Reply(RawHttp.Answer raw) {

  private static final ObjectMapper JSON = new ObjectMapper();

  int status() {
    return raw.status();
  }

  String body() {
    return raw.body();
  }

  String header(String name) {
    return raw.header(name);
  }

  /** Its body, which must be JSON and say that it is. */
  JsonNode json() {
    assertThat(header("content-type")).as(raw.brief()).isEqualTo("application/json");
    return parse(body());
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** The answer must have this status; returns it for more questions. */
  Reply is(int status) {
    assertThat(status()).as(raw.brief()).isEqualTo(status);
    return this;
  }

  /** Status and body, both to the letter. */
  void is(int status, String body) {
    assertThat(raw.brief()).isEqualTo(status + " " + body);
  }

  /** An error of the protocol: its status, and the one member {@code error}. */
  void isError(int status, String message) {
    is(status);
    assertThat(members(json())).as(body()).containsExactly("error");
    assertThat(json().get("error").asText()).isEqualTo(message);
  }

  /** A member of the request is not what it should be. */
  void isInvalid(String problem) {
    isError(400, "json validation error: " + problem);
  }

  /** A member of the object in the body, as text; {@code absent} if it is not there. */
  String get(String member) {
    return json().path(member).asText("absent");
  }

  /** The items of the list under this name. */
  List<JsonNode> items(String name) {
    List<JsonNode> items = new ArrayList<>();
    is(200).json().get(name).forEach(items::add);
    return items;
  }

  /** One member of each item of a list, as text. */
  List<String> each(String list, String member) {
    return items(list).stream().map(item -> item.path(member).asText("absent")).toList();
  }

  /** The names of an object's members, sorted. */
  static List<String> members(JsonNode object) {
    TreeSet<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return List.copyOf(names);
  }
}
