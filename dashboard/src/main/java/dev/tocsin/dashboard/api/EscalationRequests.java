package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.quiet.Escalations;
import dev.tocsin.dashboard.quiet.Escalations.Step;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls about whom a project tells when nobody acknowledges. */
final class EscalationRequests {

  private final Escalations escalations;

  EscalationRequests(Db db) {
    this.escalations = new Escalations(db);
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    if (call.method().equals(HttpMethod.GET)) {
      return reply(escalations.of(project.id()));
    }
    if (!acting.role().mayManage()) {
      return Reply.error(403, "only managers change the escalation");
    }
    Optional<List<Step>> steps = steps(body.path("steps"));
    return steps.isEmpty()
        ? CheckRequests.invalid("steps is not a list of {\"after\": seconds, \"channels\": [ids]}")
        : escalations
            .replace(project.id(), steps.get(), acting.actor())
            .either(EscalationRequests::reply, ProjectObjects::refusal);
  }

  private static Optional<List<Step>> steps(JsonNode list) {
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode item : list) {
      JsonNode after = item.path("after");
      List<UUID> channels = new ArrayList<>();
      for (JsonNode channel : item.path("channels")) {
        uuid(channel.asText()).ifPresent(channels::add);
      }
      if (!after.isInt() || channels.size() != item.path("channels").size()) {
        return Optional.empty();
      }
      steps.add(new Step(Duration.ofSeconds(after.intValue()), channels));
    }
    return Optional.of(steps);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(code -> code.toString().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Reply reply(List<Step> steps) {
    return Reply.json(200, Map.of("steps", steps.stream().map(EscalationRequests::of).toList()));
  }

  private static Map<String, @Nullable Object> of(Step step) {
    return AlertObjects.members("after", step.after().toSeconds(), "channels", step.channels());
  }
}
