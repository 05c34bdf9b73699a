package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Expiry;
import dev.tocsin.dashboard.people.KeyEdit;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.ListedKey;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Scope;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Calls under {@code projects/<uuid>/keys/}. */
final class KeyRequests {

  private final Keys keys;

  KeyRequests(Keys keys) {
    this.keys = keys;
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    if (!project.mayManage()) {
      return Reply.error(
          403, "only managers and owners see keys; you are " + project.role().word() + " here");
    }
    KeyHolder holder = KeyHolder.project(project.id());
    boolean get = call.method().equals(HttpMethod.GET);
    if (call.target().route() == Route.KEYS) {
      return get ? list(holder) : create(holder, acting, body);
    }
    UUID code = call.target().second();
    if (get) {
      return keys.find(holder, code)
          .map(key -> Reply.json(200, ProjectObjects.key(key)))
          .orElseGet(OwnChecks::notFound);
    }
    return call.method().equals(HttpMethod.DELETE)
        ? reply(keys.revoke(holder, code, acting))
        : update(holder, code, acting, body);
  }

  private Reply list(KeyHolder holder) {
    return Reply.json(
        200, Map.of("keys", keys.of(holder).stream().map(ProjectObjects::key).toList()));
  }

  /** What is not said, it has from the key that makes it. */
  private Reply create(KeyHolder holder, Acting acting, JsonNode body) {
    Fields fields = new Fields(body);
    String name = fields.text("name", Projects.LONGEST_NAME).map(String::strip).orElse("");
    boolean readOnly = fields.flag("read_only").orElse(false);
    Set<Scope> scopes = scopes(fields).orElse(acting.rights().scopes());
    Optional<Expiry> said = fields.expiry("expires_at", Instant.now());
    Instant end = said.isPresent() ? said.get().at() : acting.rights().expiresAt();
    return fields
        .problem()
        .orElseGet(
            () ->
                keys.create(holder, name, new Rights(readOnly, scopes, end), acting)
                    .either(
                        made -> Reply.json(201, ProjectObjects.made(made)),
                        ProjectObjects::refusal));
  }

  private Reply update(KeyHolder holder, UUID code, Acting acting, JsonNode body) {
    Fields fields = new Fields(body);
    KeyEdit edit =
        new KeyEdit(
            fields.text("name", Projects.LONGEST_NAME).map(String::strip),
            scopes(fields),
            fields.expiry("expires_at", Instant.now()));
    return fields.problem().orElseGet(() -> reply(keys.update(holder, code, edit, acting)));
  }

  private static Optional<Set<Scope>> scopes(Fields fields) {
    Optional<List<String>> words = fields.list("scopes");
    Optional<Set<Scope>> scopes = words.flatMap(Rights::scopes);
    if (words.isPresent() && scopes.isEmpty()) {
      fields.wrong("scopes", "is not a list of checks, channels and project");
    }
    return scopes;
  }

  private static Reply reply(Outcome<ListedKey> outcome) {
    return outcome.either(key -> Reply.json(200, ProjectObjects.key(key)), ProjectObjects::refusal);
  }
}
