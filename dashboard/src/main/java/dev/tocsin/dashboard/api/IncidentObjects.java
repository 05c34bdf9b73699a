package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.Incident.Acknowledged;
import dev.tocsin.dashboard.incidents.Incident.Note;
import dev.tocsin.store.CheckObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents as the API shows them. */
final class IncidentObjects {

  private IncidentObjects() {}

  /**
   * The object of an incident; how long one lasts that goes on is said as of now. Who may only read
   * sees that it is looked after, and not by whom.
   */
  static Map<String, @Nullable Object> of(ApiKey key, Incident incident, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "check",
        key.readOnly()
            ? AlertObjects.members(
                "unique_key", CheckObject.uniqueKey(incident.check()), "name", incident.name())
            : AlertObjects.members("uuid", incident.check(), "name", incident.name()));
    Instant ended = incident.ended();
    json.put("started", LogRequests.date(incident.started()));
    json.put("ended", ended == null ? null : LogRequests.date(ended));
    json.put("duration", AlertObjects.thousandths(incident.downtime(now)));
    json.put("unheard", AlertObjects.thousandths(incident.unheard(now)));
    json.put("reason", incident.reason());
    json.put("ended_by", incident.endedBy());
    json.put("id", incident.code());
    json.put("withheld", incident.withheld().orElse(null));
    json.put("acknowledged", incident.acknowledged().map(ack -> of(key, ack)).orElse(null));
    if (!key.readOnly()) {
      json.put("assignee", incident.assignee().orElse(null));
      json.put("notes", incident.notes().stream().map(IncidentObjects::of).toList());
    }
    return json;
  }

  private static Map<String, @Nullable Object> of(ApiKey key, Acknowledged ack) {
    Map<String, @Nullable Object> json =
        AlertObjects.members("at", LogRequests.date(ack.at()), "how", ack.how());
    if (!key.readOnly()) {
      json.put("by", ack.by());
    }
    return json;
  }

  private static Map<String, @Nullable Object> of(Note note) {
    return AlertObjects.members(
        "at", LogRequests.date(note.at()), "author", note.author(), "text", note.body());
  }
}
