package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.BulkAction;
import dev.tocsin.dashboard.checks.BulkCreation;
import dev.tocsin.dashboard.checks.BulkCreation.Wanted;
import dev.tocsin.dashboard.checks.BulkFilter;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.store.CheckObject.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the body of one bulk request. Stricter than the protocol: a member that we do not know is
 * an error, since a misspelt one might turn "these few" into "all of them".
 */
final class BulkReader {

  private static final Set<String> MEMBERS =
      Set.of("action", "filter", "set", "add", "remove", "checks", "dry_run", "expect", "api_key");
  private static final List<String> ACTIONS =
      List.of("create", "update", "tag", "assign", "pause", "resume", "delete");

  private final CheckSpecReader checks;
  private final List<String> problems = new ArrayList<>();
  private final Map<Integer, String> problemsByPlace = new TreeMap<>();

  BulkReader(Duration minPeriod) {
    this.checks = new CheckSpecReader(Version.V3, minPeriod);
  }

  /** What is wrong with the body as a whole; empty: nothing. */
  Optional<String> problem() {
    return problems.stream().findFirst();
  }

  /** What is wrong with the checks that are to be made, by their places. */
  Map<Integer, String> problemsByPlace() {
    return problemsByPlace;
  }

  /** Reads an object; what comes back counts only if there are no problems then. */
  BulkSpec read(JsonNode body) {
    body.fieldNames()
        .forEachRemaining(
            name ->
                demand(MEMBERS.contains(name), shown(name) + " is no member of a bulk request"));
    String word = body.path("action").asText("");
    demand(
        ACTIONS.contains(word) && body.path("action").isTextual(),
        "action must be one of " + String.join(", ", ACTIONS));
    JsonNode dryRun = body.path("dry_run");
    demand(dryRun.isMissingNode() || dryRun.isBoolean(), "dry_run is not a boolean");
    boolean create = word.equals("create");
    for (String name : create ? List.of("filter", "set", "expect") : List.of("checks")) {
      demand(!body.has(name), name + " means nothing when the action is " + word);
    }
    demand(
        word.equals("update") || !body.has("set"), "set means nothing when the action is " + word);
    boolean adds = word.equals("tag") || word.equals("assign");
    for (String name : List.of("add", "remove")) {
      JsonNode text = body.path(name);
      demand(adds || !body.has(name), name + " means nothing when the action is " + word);
      demand(text.isMissingNode() || text.isTextual(), name + " is not a string");
    }
    demand(
        !adds || !(body.path("add").asText("") + body.path("remove").asText("")).isBlank(),
        "nothing to add and nothing to remove");
    return new BulkSpec(
        word,
        dryRun.asBoolean(),
        expected(body.path("expect")),
        create ? null : action(word, body),
        create ? BulkFilter.ALL : filter(body.path("filter")),
        create ? wanted(body.path("checks")) : List.of());
  }

  /** A name that we do not know, as far as it helps. */
  static String shown(String name) {
    return name.length() > 50 ? name.substring(0, 50) + "…" : name;
  }

  private void demand(boolean right, String problem) {
    if (!right) {
      problems.add(problem);
    }
  }

  private OptionalInt expected(JsonNode expect) {
    if (expect.isMissingNode()) {
      return OptionalInt.empty();
    }
    boolean number = expect.isIntegralNumber();
    demand(number, "expect is not a number");
    demand(
        !number || (expect.canConvertToInt() && expect.intValue() >= 0), "expect is out of range");
    return OptionalInt.of(expect.asInt());
  }

  private BulkFilter filter(JsonNode filter) {
    BulkFilterReader reader = new BulkFilterReader();
    BulkFilter read = reader.read(filter);
    problems.addAll(reader.problems());
    return read;
  }

  private BulkAction action(String word, JsonNode body) {
    String add = body.path("add").asText("");
    String remove = body.path("remove").asText("");
    return switch (word) {
      case "update" -> update(body.path("set"));
      case "tag" -> new BulkAction.Tag(tags(add), tags(remove));
      case "assign" -> new BulkAction.Assign(ChannelChoice.parse(add), ChannelChoice.parse(remove));
      case "resume" -> new BulkAction.Resume();
      case "delete" -> new BulkAction.Delete();
      default -> new BulkAction.Pause();
    };
  }

  private static Set<String> tags(String text) {
    return new LinkedHashSet<>(CheckFilter.tagsOf(text));
  }

  private BulkAction update(JsonNode set) {
    CheckSpec spec = new CheckSpec();
    demand(set.isObject(), "set is not an object");
    demand(!set.has("unique"), "unique means nothing in set: say which checks in filter");
    if (set.isObject()) {
      checks
          .read(set, spec)
          .or(() -> TellingReader.read(Version.V3, set, spec.edit.telling()))
          .ifPresent(problems::add);
    }
    return new BulkAction.Update(spec.edit, spec.channels);
  }

  private List<Wanted> wanted(JsonNode array) {
    demand(array.isArray(), "checks is not an array");
    demand(
        array.size() <= BulkCreation.MOST, "checks has more than " + BulkCreation.MOST + " items");
    List<Wanted> wanted = new ArrayList<>();
    if (problems.isEmpty()) {
      Iterator<JsonNode> items = array.elements();
      for (int place = 0; items.hasNext(); place++) {
        wanted.add(wanted(place, items.next()));
      }
    }
    return wanted;
  }

  private Wanted wanted(int place, JsonNode object) {
    CheckSpec spec = new CheckSpec();
    Optional<String> problem =
        object.isObject() ? checks.read(object, spec) : Optional.of("value is not an object");
    problem.ifPresent(p -> problemsByPlace.put(place, CheckRequests.INVALID + p));
    return new Wanted(spec.edit, spec.channels, spec.unique);
  }
}
