package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.CheckMoves;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls of {@code projects/<uuid>/checks/<uuid>/move}: a check goes to another project. */
final class MoveRequests {

  private static final int LONGEST_UUID = 36;

  private final CheckMoves moves;
  private final Projects projects;

  MoveRequests(CheckMoves moves, Projects projects) {
    this.moves = moves;
    this.projects = projects;
  }

  Reply move(Call call, Project from, ApiKey key, JsonNode body) {
    Account account = key.account();
    if (account == null) {
      return Reply.error(403, "only a key of an account (hca_) opens both projects");
    }
    Fields fields = new Fields(body);
    Optional<UUID> code = fields.text("project", LONGEST_UUID).flatMap(MoveRequests::uuid);
    if (code.isEmpty()) {
      fields.wrong("project", "is not the id of a project");
    }
    return fields
        .problem()
        .orElseGet(
            () ->
                projects
                    .find(account.id(), code.orElseThrow())
                    .map(to -> move(call.target().second(), from, to, key))
                    .orElseGet(
                        () -> Reply.error(403, "this key does not open the project to move to")));
  }

  private Reply move(UUID check, Project from, Project to, ApiKey key) {
    return moves
        .move(from, check, to, key.actor())
        .either(
            moved ->
                Reply.json(200, Map.of("check", check.toString(), "project", to.code().toString())),
            ProjectObjects::refusal);
  }

  private static Optional<UUID> uuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
