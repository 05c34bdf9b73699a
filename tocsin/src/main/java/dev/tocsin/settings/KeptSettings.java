package dev.tocsin.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.settings.Settings.Shown;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings with which a process got ready.
 *
 * @param at when it last did
 * @param version of the program that did
 * @param fingerprint of the settings, secrets excluded
 * @param file as it was; empty: there was none
 * @param settings in effect, with their origins; of secrets only that they were set
 * @param secrets tells other secrets from the same ones, by name
 * @param salt of that
 */
public record KeptSettings(
    Instant at,
    String version,
    Role role,
    String fingerprint,
    Optional<SettingsFile> file,
    List<Shown> settings,
    Map<String, String> secrets,
    String salt) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  /** What a process runs with. */
  public static KeptSettings of(Settings settings, Role role, String version, Instant at) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new KeptSettings(
        at,
        version,
        role,
        settings.fingerprint(role),
        settings.file(),
        settings.shown(role),
        settings.secretPrints(role, salt),
        HexFormat.of().formatHex(salt));
  }

  /**
   * What others change, in the order of the documentation; of secrets only that they are others.
   */
  public List<Change> changes(Settings other) {
    Map<String, String> was = new LinkedHashMap<>();
    settings.forEach(one -> was.put(one.name(), one.value()));
    Map<String, String> is = new LinkedHashMap<>();
    other.shown(role).forEach(one -> is.put(one.name(), one.value()));
    Map<String, String> isSecret = other.secretPrints(role, HexFormat.of().parseHex(salt));
    List<Change> changes = new ArrayList<>();
    for (Key<?> key : Keys.all()) {
      String name = key.name();
      Map<String, String> before = key.secret() ? secrets : was;
      Map<String, String> after = key.secret() ? isSecret : is;
      if (!Objects.equals(before.get(name), after.get(name))) {
        changes.add(
            Settings.change(
                key,
                was.getOrDefault(name, Change.NOT_SET),
                is.getOrDefault(name, Change.NOT_SET)));
      }
    }
    return changes;
  }

  /** Names of settings that came from elsewhere than the file: a file cannot bring them back. */
  public List<String> fromElsewhere() {
    String name = file.map(it -> String.valueOf(it.path().getFileName())).orElse("");
    return settings.stream()
        .filter(one -> !one.origin().equals(Settings.DEFAULT))
        .filter(one -> name.isEmpty() || !one.origin().startsWith(name + ","))
        .map(one -> "%s (%s)".formatted(one.name(), one.origin()))
        .toList();
  }

  String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("at", at.toString());
    members.put("version", version);
    members.put("role", role.command());
    members.put("fingerprint", fingerprint);
    file.ifPresent(
        it -> {
          members.put("file", it.path().toString());
          members.put("text", it.text());
        });
    members.put("settings", settings);
    members.put("secrets", secrets);
    members.put("salt", salt);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }

  /** Throws {@link IllegalArgumentException} if it is none of ours, or was changed by hand. */
  static KeptSettings parse(String json) {
    try {
      JsonNode kept = JSON.readTree(json);
      List<Shown> settings = new ArrayList<>();
      for (JsonNode one : kept.path("settings")) {
        settings.add(new Shown(text(one, "name"), text(one, "value"), text(one, "origin")));
      }
      Map<String, String> secrets = new LinkedHashMap<>();
      kept.path("secrets")
          .properties()
          .forEach(it -> secrets.put(it.getKey(), it.getValue().asText()));
      HexFormat.of().parseHex(text(kept, "salt"));
      return new KeptSettings(
          Instant.parse(text(kept, "at")),
          text(kept, "version"),
          Role.of(text(kept, "role"))
              .orElseThrow(() -> new IllegalArgumentException("no such role")),
          text(kept, "fingerprint"),
          kept.has("file")
              ? Optional.of(new SettingsFile(Path.of(text(kept, "file")), text(kept, "text")))
              : Optional.empty(),
          settings,
          secrets,
          text(kept, "salt"));
    } catch (JsonProcessingException | DateTimeException | InvalidPathException e) {
      throw new IllegalArgumentException("not what was written", e);
    }
  }

  private static String text(JsonNode node, String name) {
    if (!node.path(name).isTextual()) {
      throw new IllegalArgumentException("without " + name);
    }
    return node.path(name).asText();
  }

  /** Never the file's text, which may hold secrets. */
  @Override
  public String toString() {
    return "%s %s %s %s".formatted(role.command(), at, version, fingerprint);
  }
}
