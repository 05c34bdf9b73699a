package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Field;
import dev.tocsin.dashboard.apply.Problem;
import dev.tocsin.dashboard.apply.Wanted;
import dev.tocsin.dashboard.apply.Wanted.Mode;
import dev.tocsin.dashboard.apply.Wanted.Prune;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.store.CheckObject.Version;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what a file asks for. Other than the protocol's own calls, it tells every problem, and a
 * member that it does not know is one: a typing error must not silently mean the default. What a
 * member of a check may be is {@link CheckSpecReader}'s to say, and settings of a channel its
 * kind's.
 */
final class WantedReader {

  /** As many as a project may usually have: each may have a problem of its own. */
  private static final int MOST_ENTRIES = 10_000;

  private static final int LONGEST_NAME = 100;
  private static final String USUAL_LABEL = "file";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,100}");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Set<String> OF_FILE =
      Set.of(
          "project",
          "label",
          "channels",
          "checks",
          "dry_run",
          "prune",
          "prune_everything",
          "api_key");
  private static final Set<String> OF_IMPORT = Set.of("checks", "update", "dry_run", "api_key");

  private final Channels kinds;
  private final CheckSpecReader specs;
  private final Set<String> ofCheck;
  private final List<Problem> problems = new ArrayList<>();

  WantedReader(Channels kinds, Duration minPeriod) {
    this.kinds = kinds;
    this.specs = new CheckSpecReader(Version.V3, minPeriod);
    this.ofCheck = new LinkedHashSet<>(specs.members());
    ofCheck.remove("unique");
    ofCheck.addAll(TellingReader.MEMBERS);
  }

  /** Everything wrong; ask when all is read. */
  List<Problem> problems() {
    return problems;
  }

  /** A file that is kept: worthless if there are problems. */
  Wanted file(JsonNode body) {
    requireKnown("", body, OF_FILE);
    Optional<String> name = projectName(body.path("project"));
    String label = body.has("label") ? text("", body, "label", LONGEST_NAME) : USUAL_LABEL;
    if (!LABEL.matcher(label).matches()) {
      problem("label", "label may hold a-z, 0-9, _ and -");
    }
    Prune prune =
        flag(body, "prune_everything")
            ? Prune.EVERYTHING
            : flag(body, "prune") ? Prune.LEFT_OUT : Prune.NOTHING;
    return new Wanted(
        name, new Mode(label, true, prune), channels(body), checks(body, ofCheck, false));
  }

  /** Checks from elsewhere: worthless if there are problems. */
  Wanted imported(JsonNode body) {
    requireKnown("", body, OF_IMPORT);
    Set<String> members = new LinkedHashSet<>(ofCheck);
    members.add("uuid");
    Mode mode = new Mode("", flag(body, "update"), Prune.NOTHING);
    return new Wanted(Optional.empty(), mode, List.of(), checks(body, members, true));
  }

  /** A flag of the body; false if there is none. */
  boolean flag(JsonNode body, String member) {
    JsonNode value = body.path(member);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problem(member, member + " is not a boolean");
    }
    return value.booleanValue();
  }

  private Optional<String> projectName(JsonNode project) {
    if (project.isMissingNode()) {
      return Optional.empty();
    }
    if (!project.isObject()) {
      problem("project", "project is not an object");
      return Optional.empty();
    }
    requireKnown("project.", project, Set.of("name"));
    if (!project.has("name")) {
      return Optional.empty();
    }
    String name = text("project.", project, "name", Projects.LONGEST_NAME).strip();
    if (name.isEmpty()) {
      problem("project.name", "name is empty");
    }
    return Optional.of(name);
  }

  private List<Wanted.Channel> channels(JsonNode body) {
    List<Wanted.Channel> channels = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    int i = 0;
    for (JsonNode entry : objects(body, "channels")) {
      String at = "channels[%d]".formatted(i++);
      if (requireObject(at, entry)) {
        requireKnown(at + ".", entry, Set.of("name", "kind", "settings"));
        String name = text(at + ".", entry, "name", ProjectChannels.LONGEST_NAME).strip();
        if (name.isEmpty()) {
          problem(at + ".name", "a channel is known by its name: give it one");
        } else {
          requireNew(seen, at + ".name", name, at);
        }
        String kind = text(at + ".", entry, "kind", LONGEST_NAME);
        channels.add(
            new Wanted.Channel(at, name, kind, settings(at, entry, kind), withoutSecrets(kind)));
      }
    }
    return channels;
  }

  private Set<String> withoutSecrets(String kind) {
    return kinds.kind(kind).map(ChannelKind::fields).orElse(List.of()).stream()
        .filter(field -> !field.secret())
        .map(Field::name)
        .collect(Collectors.toSet());
  }

  private String settings(String at, JsonNode entry, String code) {
    String settings = entry.path("settings").toString();
    Optional<ChannelKind> kind = kinds.kind(code).filter(ChannelKind::offered);
    if (kind.isEmpty()) {
      List<String> known =
          kinds.kinds().stream().filter(ChannelKind::offered).map(ChannelKind::code).toList();
      problems.add(new Problem(at + ".kind", "unknown kind of channel", known));
    } else if (!entry.path("settings").isObject()) {
      problem(at + ".settings", "settings is not an object");
    } else {
      for (String told : kind.get().problems(settings)) {
        int colon = told.indexOf(": ");
        problem(at + ".settings." + told.substring(0, Math.max(colon, 0)), told);
      }
    }
    return settings;
  }

  private List<Wanted.Check> checks(JsonNode body, Set<String> members, boolean byUuid) {
    List<Wanted.Check> checks = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    int i = 0;
    for (JsonNode entry : objects(body, "checks")) {
      String at = "checks[%d]".formatted(i++);
      if (requireObject(at, entry)) {
        requireKnown(at + ".", entry, members);
        Optional<UUID> code = byUuid ? uuid(at, entry) : Optional.empty();
        Wanted.Check check = check(at, entry, code);
        if (code.isPresent()) {
          requireNew(seen, at + ".uuid", code.get().toString(), at);
        } else if (check.slug().isEmpty()) {
          problem(at + ".slug", "a check is known by its slug: give it one");
        } else {
          requireNew(seen, at + ".slug", check.slug(), at);
        }
        checks.add(check);
      }
    }
    return checks;
  }

  private Wanted.Check check(String at, JsonNode entry, Optional<UUID> code) {
    CheckSpec spec = new CheckSpec();
    JsonNode plain = entry;
    if (entry.path("channels").isArray()) {
      plain = entry.deepCopy();
      ((ObjectNode) plain).remove("channels");
      spec.channels = listed(at, entry.path("channels"));
    }
    specs.readAll(plain, spec).forEach((member, what) -> problem(at + "." + member, what));
    TellingReader.read(Version.V3, plain, spec.edit.telling())
        .ifPresent(what -> problem(at + "." + what.substring(0, what.indexOf(' ')), what));
    if (!entry.has("timeout") && !entry.has("schedule")) {
      spec.edit.timeout(CheckSettings.DEFAULTS.timeout());
    }
    String slug = spec.edit.applyTo(CheckSettings.DEFAULTS).slug();
    return new Wanted.Check(at, code, slug, spec.edit, spec.channels);
  }

  private ChannelChoice listed(String at, JsonNode names) {
    List<String> identifiers = new ArrayList<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        problem(at + ".channels[%d]".formatted(identifiers.size()), "channel is not a string");
      }
      requireWhole(at + ".channels[%d]".formatted(identifiers.size()), name.asText(), "channel");
      identifiers.add(name.asText());
    }
    return new ChannelChoice.These(identifiers);
  }

  private Optional<UUID> uuid(String at, JsonNode entry) {
    JsonNode value = entry.path("uuid");
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || !UUID_TEXT.matcher(value.textValue()).matches()) {
      problem(at + ".uuid", "uuid is not a UUID in lower case");
      return Optional.empty();
    }
    return Optional.of(UUID.fromString(value.textValue()));
  }

  private JsonNode objects(JsonNode body, String member) {
    JsonNode list = body.path(member);
    boolean few = list.size() <= MOST_ENTRIES;
    if (few && (list.isMissingNode() || list.isArray())) {
      return list;
    }
    problem(
        member, few ? member + " is not an array" : "at most %d at once".formatted(MOST_ENTRIES));
    return MissingNode.getInstance();
  }

  private boolean requireObject(String at, JsonNode entry) {
    if (!entry.isObject()) {
      problem(at, "value is not an object");
    }
    return entry.isObject();
  }

  private void requireKnown(String at, JsonNode object, Set<String> members) {
    List<String> unknown = new ArrayList<>();
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                unknown.add(name);
              }
            });
    if (unknown.isEmpty()) {
      return;
    }
    List<String> free =
        members.stream()
            .filter(name -> !object.has(name) && !name.equals("api_key"))
            .sorted()
            .toList();
    unknown.forEach(name -> problems.add(new Problem(at + shown(name), "unknown member", free)));
  }

  /** A name that somebody made up, fit to be sent back. */
  private static String shown(String name) {
    String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    return cut.replaceAll("[\\x00-\\x1f\\ud800-\\udfff]", "?");
  }

  private void requireNew(Map<String, String> seen, String at, String value, String entry) {
    String other = seen.putIfAbsent(value, entry);
    if (other != null) {
      problem(at, "%s is there twice: see %s".formatted(value, other));
    }
  }

  private String text(String at, JsonNode object, String member, int longest) {
    JsonNode value = object.path(member);
    if (!value.isTextual()) {
      problem(
          at + member,
          value.isMissingNode() ? member + " is missing" : member + " is not a string");
      return "";
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > longest) {
      problem(at + member, member + " is too long");
    }
    requireWhole(at + member, text, member);
    return text;
  }

  /** Postgres keeps neither NUL nor halves of characters. */
  private void requireWhole(String at, String text, String what) {
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
      problem(at, what + " contains an invalid character");
    }
  }

  private void problem(String at, String what) {
    problems.add(new Problem(at, what));
  }
}
