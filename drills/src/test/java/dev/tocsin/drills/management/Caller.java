package dev.tocsin.drills.management;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a key, or without, who uses one version of the API. Each request is made on a
 * connection of its own, byte for byte as it is given; each answer of version 3 is held to the
 * {@link Document}.
 *
 * @param key for the header {@code X-Api-Key}; null: no such header
 */
record Caller(int port, int version, @Nullable String key) {

  private static final byte[] NOTHING = {};

  Caller version(int other) {
    return new Caller(port, other, key);
  }

  Caller key(@Nullable String other) {
    return new Caller(port, version, other);
  }

  /** The path of the API's root in this version, with a slash at the end. */
  String root() {
    return "/api/v" + version + "/";
  }

  /** Asks for what stands behind the root. */
  Reply get(String path) {
    return ask("GET", path);
  }

  Reply delete(String path) {
    return ask("DELETE", path);
  }

  Reply post(String path, String json) {
    return post(path, json.getBytes(StandardCharsets.UTF_8));
  }

  Reply post(String path, byte[] body, String... headers) {
    return send("POST", root() + path, body, headers);
  }

  Reply ask(String method, String path, String... headers) {
    return send(method, root() + path, NOTHING, headers);
  }

  /** Any request, its whole target given. */
  Reply send(String method, String target, byte[] body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (key != null) {
      all.add("X-Api-Key: " + key);
    }
    try (RawHttp http = new RawHttp(port)) {
      Reply reply = new Reply(http.post(method, target, body, all.toArray(String[]::new)));
      Document.get().check(method, target, reply);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }
}
