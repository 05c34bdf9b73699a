package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.IncidentActions;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Calls about one incident: to see it, and to say that somebody looks after it. */
final class IncidentRequests {

  private static final int LONGEST_EMAIL = 254;

  private final Incidents incidents;
  private final IncidentActions actions;

  IncidentRequests(Db db) {
    this.incidents = new Incidents(db);
    this.actions = new IncidentActions(db);
  }

  Reply answer(Target target, ApiKey key, JsonNode body) {
    UUID code = target.uuid();
    Optional<Long> project = incidents.projectOf(code);
    if (project.isEmpty()) {
      return OwnChecks.notFound();
    }
    if (project.get() != key.projectId()) {
      return Reply.empty(403);
    }
    String actor = key.actor();
    return switch (target.route()) {
      case INCIDENT_ACK ->
          reply(key, actions.acknowledge(key.projectId(), code, actor, IncidentActions.How.API));
      case INCIDENT_UNACK -> reply(key, actions.unacknowledge(key.projectId(), code, actor));
      case INCIDENT_ASSIGN -> assign(key, code, new Fields(body));
      case INCIDENT_NOTES -> note(key, code, new Fields(body));
      default ->
          incidents
              .find(code)
              .map(found -> Reply.json(200, IncidentObjects.of(key, found, Instant.now())))
              .orElseGet(OwnChecks::notFound);
    };
  }

  private Reply assign(ApiKey key, UUID code, Fields fields) {
    Optional<String> assignee = fields.text("assignee", LONGEST_EMAIL).map(String::strip);
    if (assignee.isEmpty()) {
      fields.wrong("assignee", "is missing: an e-mail address, or the empty text for nobody");
    }
    return fields
        .problem()
        .orElseGet(
            () ->
                reply(
                    key,
                    actions.assign(
                        key.projectId(),
                        code,
                        assignee.filter(text -> !text.isEmpty()),
                        key.actor())));
  }

  private Reply note(ApiKey key, UUID code, Fields fields) {
    Optional<String> text = fields.words("text", IncidentActions.LONGEST_NOTE);
    if (text.isEmpty()) {
      fields.wrong("text", "is missing");
    }
    return fields
        .problem()
        .orElseGet(() -> reply(key, actions.note(key.projectId(), code, text.get(), key.actor())));
  }

  private static Reply reply(ApiKey key, Outcome<Incident> outcome) {
    return outcome.either(
        incident -> Reply.json(200, IncidentObjects.of(key, incident, Instant.now())),
        ProjectObjects::refusal);
  }
}
