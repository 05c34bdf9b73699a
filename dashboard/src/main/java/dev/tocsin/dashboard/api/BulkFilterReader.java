package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.BulkFilter;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.domain.check.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads which checks are meant. An empty filter means nothing rather than everything, and so does
 * an empty part of one: nobody shall pause all checks because a variable was empty.
 */
final class BulkFilterReader {

  private static final Set<String> PARTS =
      Set.of("all", "tag", "slug", "status", "name_contains", "uuids");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final List<String> problems = new ArrayList<>();

  /** What is wrong with it; empty: nothing. */
  List<String> problems() {
    return problems;
  }

  /** Reads an object; what comes back counts only if there are no problems then. */
  BulkFilter read(JsonNode filter) {
    if (!filter.isObject()) {
      problems.add("filter is not an object");
      return BulkFilter.ALL;
    }
    filter
        .fieldNames()
        .forEachRemaining(
            name ->
                demand(
                    PARTS.contains(name),
                    "filter has an unknown member: " + BulkReader.shown(name)));
    demand(!filter.isEmpty(), "filter is empty: if every check is meant, say {\"all\": true}");
    JsonNode all = filter.path("all");
    demand(
        all.isMissingNode() || (all.isBoolean() && all.booleanValue()),
        "all must be true, or not be there");
    demand(
        all.isMissingNode() || filter.size() == 1,
        "all leaves nothing for other members of filter to say");
    return new BulkFilter(
        new CheckFilter(
            new LinkedHashSet<>(texts(filter, "tag")),
            texts(filter, "slug").stream().findFirst(),
            ""),
        standings(filter),
        texts(filter, "name_contains").stream().findFirst().orElse(""),
        codes(filter));
  }

  private void demand(boolean right, String problem) {
    if (!right) {
      problems.add(problem);
    }
  }

  /** One text or, for what may have several, a list of them. */
  private List<String> texts(JsonNode filter, String name) {
    JsonNode value = filter.path(name);
    if (value.isMissingNode()) {
      return List.of();
    }
    boolean list = value.isArray() && (name.equals("tag") || name.equals("status"));
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list ? value : List.of(value)) {
      demand(
          item.isTextual(),
          list ? "an item in '" + name + "' is not a string" : name + " is not a string");
      texts.add(item.asText());
    }
    demand(!texts.isEmpty() && texts.stream().noneMatch(String::isEmpty), name + " is empty");
    return texts;
  }

  private Set<Standing> standings(JsonNode filter) {
    Set<Standing> standings = EnumSet.noneOf(Standing.class);
    for (String word : texts(filter, "status")) {
      Optional<Standing> known =
          Arrays.stream(Standing.values()).filter(s -> s.word().equals(word)).findFirst();
      demand(known.isPresent(), "status must be of new, up, grace, down, paused");
      known.ifPresent(standings::add);
    }
    return standings;
  }

  /** An empty list is one: whoever computes it may come to none. */
  private Optional<Set<UUID>> codes(JsonNode filter) {
    JsonNode value = filter.path("uuids");
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    demand(value.isArray(), "uuids is not an array");
    Set<UUID> codes = new LinkedHashSet<>();
    for (JsonNode item : value) {
      boolean good = item.isTextual() && UUID_TEXT.matcher(item.asText()).matches();
      demand(good, "an item in 'uuids' is not a UUID in lower case");
      if (good) {
        codes.add(UUID.fromString(item.asText()));
      }
    }
    return Optional.of(codes);
  }
}
