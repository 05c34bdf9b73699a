package dev.tocsin.drills.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** A check of a project, and what is asked about it most. */
record Check(Project project, UUID code) {

  private static final byte[] NOTHING = {};

  /** Its path behind the root of the API. */
  String path() {
    return "checks/" + code;
  }

  /** The object as the read-write key sees it at version 3. */
  JsonNode object() {
    return project.write().get(path()).is(200).json();
  }

  /** A member of this object, as text. */
  String get(String member) {
    return object().path(member).asText("absent");
  }

  Reply edit(String members) {
    return project.write().post(path(), "{" + members + "}").is(200);
  }

  /** Sends a ping; what stands behind the code, like {@code /fail?rid=…}. */
  Check ping(String rest) {
    return ping("GET", rest, NOTHING);
  }

  Check ping(String method, String rest, byte[] body, String... headers) {
    project.write().key(null).send(method, "/ping/" + code + rest, body, headers).is(200);
    return this;
  }

  Check ping(String rest, String body) {
    return ping("POST", rest, body.getBytes(StandardCharsets.UTF_8));
  }

  String uniqueKey() {
    return UniqueKeys.of(code);
  }

  /** Lets time pass for this check alone: everything that is known of it was so much earlier. */
  Check age(Duration by) {
    Database.age(Installation.get().db(), code, by);
    return this;
  }
}
