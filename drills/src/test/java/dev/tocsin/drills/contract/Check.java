package dev.tocsin.drills.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A check of its own for one test, and what the Management API shows of it. */
record Check(Api api, UUID code, String slug) {

  private static final AtomicInteger MADE = new AtomicInteger();

  /** A slug that no other test uses. */
  static String freshSlug() {
    return "check-" + MADE.incrementAndGet();
  }

  /** A check with an hour's period and five minutes of grace. */
  static Check create() {
    return create("");
  }

  /**
   * @param members of JSON, each followed by a comma: {@code "methods":"POST",}
   */
  static Check create(String members) {
    return create(Installation.get().api(), freshSlug(), members);
  }

  static Check create(Api api, String slug, String members) {
    JsonNode made =
        api.createCheck(
            "{%s\"name\":\"%s\",\"slug\":\"%s\",\"timeout\":3600,\"grace\":300}"
                .formatted(members, slug, slug));
    return new Check(api, UUID.fromString(made.get("uuid").asText()), slug);
  }

  /** Its path by code. */
  String path() {
    return "/" + code;
  }

  /** Its path by ping key and slug. */
  String slugPath() {
    return "/" + api.pingKey() + "/" + slug;
  }

  /** The check object. */
  JsonNode object() {
    return api.get("/api/v3/checks/" + code);
  }

  /** A member of the check object, as text. */
  String get(String member) {
    JsonNode value = object().get(member);
    return value == null ? "absent" : value.asText();
  }

  /** The log, oldest first. */
  List<JsonNode> pings() {
    List<JsonNode> pings = new ArrayList<>();
    api.get("/api/v3/checks/" + code + "/pings/").get("pings").forEach(pings::add);
    Collections.reverse(pings);
    return pings;
  }

  /** One member of each entry of the log, oldest first. */
  List<String> pings(String member) {
    return pings().stream().map(ping -> ping.path(member).asText("absent")).toList();
  }

  /** The kinds of its pings, oldest first. */
  List<String> kinds() {
    return pings("type");
  }

  /** The last entry of the log. */
  JsonNode last() {
    List<JsonNode> pings = pings();
    return pings.get(pings.size() - 1);
  }

  /** The body of a ping; null if it has none. */
  byte @Nullable [] body(int n) {
    return Installation.get()
        .db()
        .first(
            "a body",
            "SELECT body FROM pings JOIN checks ON id = check_id WHERE code = ? AND n = ?",
            row -> java.util.Optional.ofNullable(row.bytesOrNull("body")),
            code,
            n)
        .orElseThrow(() -> new AssertionError("no ping " + n))
        .orElse(null);
  }

  /** The flips, oldest first, as {@code up} or {@code down}. */
  List<String> flips() {
    List<String> flips = new ArrayList<>();
    api.get("/api/v3/checks/" + code + "/flips/")
        .get("flips")
        .forEach(flip -> flips.add(flip.get("up").asInt() == 1 ? "up" : "down"));
    Collections.reverse(flips);
    return flips;
  }

  Check pause() {
    api.call("POST", "/api/v3/checks/" + code + "/pause", "");
    return this;
  }

  Check edit(String json) {
    api.call("POST", "/api/v3/checks/" + code, json);
    return this;
  }

  void delete() {
    api.call("DELETE", "/api/v3/checks/" + code, "");
  }

  /** Lets time pass for this check alone: everything that is known of it was so much earlier. */
  Check age(Duration by) {
    Database.age(Installation.get().db(), code, by);
    return this;
  }
}
