package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
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
          "rotas",
          "checks",
          "dry_run",
          "prune",
          "prune_everything",
          "api_key");
  private static final Set<String> OF_IMPORT = Set.of("checks", "update", "dry_run", "api_key");

  private final Channels kinds;
  private final CheckSpecReader specs;
  private final Set<String> ofCheck;
  private final Entries entries = new Entries();

  WantedReader(Channels kinds, Duration minPeriod) {
    this.kinds = kinds;
    this.specs = new CheckSpecReader(Version.V3, minPeriod);
    this.ofCheck = new LinkedHashSet<>(specs.members());
    ofCheck.remove("unique");
    ofCheck.addAll(TellingReader.MEMBERS);
  }

  /** Everything wrong; ask when all is read. */
  List<Problem> problems() {
    return entries.problems();
  }

  /** A file that is kept: worthless if there are problems. */
  Wanted file(JsonNode body) {
    entries.requireKnown("", body, OF_FILE);
    Optional<String> name = projectName(body.path("project"));
    String label = body.has("label") ? entries.text("", body, "label", LONGEST_NAME) : USUAL_LABEL;
    if (!LABEL.matcher(label).matches()) {
      entries.problem("label", "label may hold a-z, 0-9, _ and -");
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
    entries.requireKnown("", body, OF_IMPORT);
    Set<String> members = new LinkedHashSet<>(ofCheck);
    members.add("uuid");
    Mode mode = new Mode("", flag(body, "update"), Prune.NOTHING);
    return new Wanted(Optional.empty(), mode, List.of(), checks(body, members, true));
  }

  /** A flag of the body; false if there is none. */
  boolean flag(JsonNode body, String member) {
    JsonNode value = body.path(member);
    if (!value.isMissingNode() && !value.isBoolean()) {
      entries.problem(member, member + " is not a boolean");
    }
    return value.booleanValue();
  }

  private Optional<String> projectName(JsonNode project) {
    if (project.isMissingNode()) {
      return Optional.empty();
    }
    if (!project.isObject()) {
      entries.problem("project", "project is not an object");
      return Optional.empty();
    }
    entries.requireKnown("project.", project, Set.of("name"));
    if (!project.has("name")) {
      return Optional.empty();
    }
    String name = entries.text("project.", project, "name", Projects.LONGEST_NAME).strip();
    if (name.isEmpty()) {
      entries.problem("project.name", "name is empty");
    }
    return Optional.of(name);
  }

  private List<Wanted.Channel> channels(JsonNode body) {
    List<Wanted.Channel> channels = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    int i = 0;
    for (JsonNode entry : entries.objects(body, "channels")) {
      String at = "channels[%d]".formatted(i++);
      if (entries.requireObject(at, entry)) {
        entries.requireKnown(at + ".", entry, Set.of("name", "kind", "settings"));
        String name = entries.text(at + ".", entry, "name", ProjectChannels.LONGEST_NAME).strip();
        if (name.isEmpty()) {
          entries.problem(at + ".name", "a channel is known by its name: give it one");
        } else {
          entries.requireNew(seen, at + ".name", name, at);
        }
        String kind = entries.text(at + ".", entry, "kind", LONGEST_NAME);
        channels.add(
            new Wanted.Channel(at, name, kind, settings(at, entry, kind), withoutSecrets(kind)));
      }
    }
    channels.addAll(new RotaEntryReader(entries).read(body, seen));
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
      entries.problem(at + ".kind", "unknown kind of channel", known);
    } else if (!entry.path("settings").isObject()) {
      entries.problem(at + ".settings", "settings is not an object");
    } else {
      for (String told : kind.get().problems(settings)) {
        int colon = told.indexOf(": ");
        entries.problem(at + ".settings." + told.substring(0, Math.max(colon, 0)), told);
      }
    }
    return settings;
  }

  private List<Wanted.Check> checks(JsonNode body, Set<String> members, boolean byUuid) {
    List<Wanted.Check> checks = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    int i = 0;
    for (JsonNode entry : entries.objects(body, "checks")) {
      String at = "checks[%d]".formatted(i++);
      if (entries.requireObject(at, entry)) {
        entries.requireKnown(at + ".", entry, members);
        Optional<UUID> code = byUuid ? uuid(at, entry) : Optional.empty();
        Wanted.Check check = check(at, entry, code);
        if (code.isPresent()) {
          entries.requireNew(seen, at + ".uuid", code.get().toString(), at);
        } else if (check.slug().isEmpty()) {
          entries.problem(at + ".slug", "a check is known by its slug: give it one");
        } else {
          entries.requireNew(seen, at + ".slug", check.slug(), at);
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
    specs.readAll(plain, spec).forEach((member, what) -> entries.problem(at + "." + member, what));
    TellingReader.read(Version.V3, plain, spec.edit.telling())
        .ifPresent(what -> entries.problem(at + "." + what.substring(0, what.indexOf(' ')), what));
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
        entries.problem(
            at + ".channels[%d]".formatted(identifiers.size()), "channel is not a string");
      }
      entries.requireWhole(
          at + ".channels[%d]".formatted(identifiers.size()), name.asText(), "channel");
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
      entries.problem(at + ".uuid", "uuid is not a UUID in lower case");
      return Optional.empty();
    }
    return Optional.of(UUID.fromString(value.textValue()));
  }
}
