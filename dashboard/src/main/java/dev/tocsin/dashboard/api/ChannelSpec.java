package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.channels.ProjectChannels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a body that makes or changes a channel. What is in {@code settings} is for its
 * kind to judge.
 */
final class ChannelSpec {

  private boolean assign;
  private @Nullable Boolean skipShort;
  private @Nullable String kind;
  private @Nullable String name;
  private @Nullable String settings;

  /** Reads a body; the first problem, or empty if this is complete. */
  Optional<String> read(JsonNode body) {
    JsonNode all = body.path("assign");
    if (!all.isMissingNode() && !all.isBoolean()) {
      return Optional.of("assign is not a boolean");
    }
    assign = all.asBoolean();
    JsonNode skip = body.path("skip_short");
    if (!skip.isMissingNode() && !skip.isBoolean()) {
      return Optional.of("skip_short is not a boolean");
    }
    skipShort = skip.isBoolean() ? skip.asBoolean() : null;
    JsonNode type = body.path("kind");
    if (!type.isMissingNode() && !type.isTextual()) {
      return Optional.of("kind is not a string");
    }
    kind = type.textValue();
    Optional<String> problem = nameProblem(body.path("name"));
    if (problem.isPresent()) {
      return problem;
    }
    name = body.path("name").textValue();
    JsonNode object = body.path("settings");
    if (!object.isMissingNode() && !object.isObject()) {
      return Optional.of("settings is not an object");
    }
    settings = object.isObject() ? object.toString() : null;
    return Optional.empty();
  }

  private static Optional<String> nameProblem(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      return Optional.of("name is not a string");
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > ProjectChannels.LONGEST_NAME) {
      return Optional.of("name is too long");
    }
    // Postgres keeps neither NUL nor halves of characters.
    boolean whole = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    return whole ? Optional.empty() : Optional.of("name contains an invalid character");
  }

  /** Whether all checks of the project shall alert it. */
  boolean assign() {
    return assign;
  }

  /** Whether a down that is over before it could be told is not told. */
  Optional<Boolean> skipShort() {
    return Optional.ofNullable(skipShort);
  }

  Optional<String> kind() {
    return Optional.ofNullable(kind);
  }

  Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** JSON text. */
  Optional<String> settings() {
    return Optional.ofNullable(settings);
  }
}
