package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.channels.CheckAssignments.Choice;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads members that name checks: a list of UUIDs, or {@code "*"} for all of the project. */
final class CheckNames {

  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Optional<String> problem = Optional.empty();

  /** The checks that a member names; none if it is not there, or wrong. */
  Choice read(JsonNode body, String member) {
    JsonNode value = body.path(member);
    if (value.isMissingNode()) {
      return Choice.NONE;
    }
    if ("*".equals(value.textValue())) {
      return new Choice(true, Set.of());
    }
    if (!value.isArray()) {
      note(member + " is not an array");
      return Choice.NONE;
    }
    Set<UUID> these = new LinkedHashSet<>();
    for (JsonNode item : value) {
      String text = item.isTextual() ? item.textValue() : "";
      if (!CODE.matcher(text).matches()) {
        note("an item in '%s' has unexpected value".formatted(member));
        return Choice.NONE;
      }
      these.add(UUID.fromString(text));
    }
    return new Choice(false, these);
  }

  private void note(String what) {
    if (problem.isEmpty()) {
      problem = Optional.of(what);
    }
  }

  /** What is wrong with the first member that is; empty if all are good. */
  Optional<String> problem() {
    return problem;
  }
}
