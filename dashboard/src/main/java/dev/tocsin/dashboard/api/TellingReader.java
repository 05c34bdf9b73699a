package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.Telling;
import dev.tocsin.dashboard.checks.TellingEdit;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.CheckObject.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The members of a check that say when people are told of it, beyond the protocol: of version 3.
 */
final class TellingReader {

  /** Their names. */
  static final List<String> MEMBERS = List.of("depends_on", "remind_every");

  private TellingReader() {}

  /** Takes the members over; the first problem, or empty. */
  static Optional<String> read(Version version, JsonNode body, TellingEdit edit) {
    if (version != Version.V3) {
      return Optional.empty();
    }
    return dependsOn(body.get("depends_on"), edit)
        .or(() -> remindEvery(body.get("remind_every"), edit));
  }

  private static Optional<String> dependsOn(@Nullable JsonNode value, TellingEdit edit) {
    if (value == null) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode item : value) {
      names.add(item.isTextual() ? item.textValue() : "");
    }
    boolean hidden = names.stream().anyMatch(name -> name.isEmpty() || name.indexOf(0) >= 0);
    if (!value.isArray() || hidden) {
      return Optional.of("depends_on is not an array of codes and slugs");
    }
    edit.dependsOn(names);
    return Optional.empty();
  }

  private static Optional<String> remindEvery(@Nullable JsonNode value, TellingEdit edit) {
    if (value == null) {
      return Optional.empty();
    }
    if (value.isNull()) {
      edit.remindEvery(Optional.empty());
      return Optional.empty();
    }
    if (!value.isIntegralNumber()) {
      return Optional.of("remind_every is not a number");
    }
    long seconds = value.canConvertToInt() ? value.longValue() : Long.MAX_VALUE;
    if (seconds != 0 && seconds < Telling.SHORTEST.toSeconds()) {
      return Optional.of("remind_every is too small");
    }
    if (seconds > Telling.LONGEST.toSeconds()) {
      return Optional.of("remind_every is too large");
    }
    edit.remindEvery(Optional.of(Duration.ofSeconds(seconds)));
    return Optional.empty();
  }

  /** Adds what somebody has said; who may only read gets unique keys, not codes. */
  static void put(Map<String, @Nullable Object> json, Telling telling, boolean readOnly) {
    if (!telling.dependsOn().isEmpty()) {
      json.put(
          "depends_on",
          telling.dependsOn().stream()
              .map(code -> readOnly ? CheckObject.uniqueKey(code) : text(code))
              .toList());
    }
    telling.remindEvery().ifPresent(every -> json.put("remind_every", every.toSeconds()));
  }

  private static String text(UUID code) {
    return code.toString();
  }
}
