package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.quiet.Escalations;
import dev.tocsin.dashboard.quiet.Escalations.Step;
import dev.tocsin.dashboard.quiet.Reminders;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls about whom a project tells, and tells again, when nobody acknowledges. */
final class EscalationRequests {

  private final Escalations escalations;
  private final Reminders reminders;

  EscalationRequests(Db db) {
    this.escalations = new Escalations(db);
    this.reminders = new Reminders(db);
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    if (call.method().equals(HttpMethod.GET)) {
      return reply(project);
    }
    if (!acting.role().mayManage()) {
      return Reply.error(403, "only managers change the escalation");
    }
    Optional<List<Step>> steps = steps(body.path("steps"));
    Optional<Map<UUID, Duration>> paces = paces(body.path("reminders"));
    if (body.has("steps") && steps.isEmpty()) {
      return CheckRequests.invalid(
          "steps is not a list of {\"after\": seconds, \"channels\": [ids]}");
    }
    if (body.has("reminders") && paces.isEmpty()) {
      return CheckRequests.invalid("reminders is not an object of channel ids and seconds");
    }
    if (steps.isEmpty() && paces.isEmpty()) {
      return CheckRequests.invalid("steps or reminders is needed");
    }
    Optional<Reply> refused =
        steps
            .flatMap(given -> refusal(escalations.replace(project.id(), given, acting.actor())))
            .or(
                () ->
                    paces.flatMap(
                        given -> refusal(reminders.replace(project.id(), given, acting.actor()))));
    return refused.orElseGet(() -> reply(project));
  }

  private static Optional<Reply> refusal(Outcome<?> outcome) {
    return outcome.either(
        done -> Optional.empty(), refused -> Optional.of(ProjectObjects.refusal(refused)));
  }

  private static Optional<Map<UUID, Duration>> paces(JsonNode object) {
    if (!object.isObject()) {
      return Optional.empty();
    }
    Map<UUID, Duration> paces = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> item : object.properties()) {
      Optional<UUID> channel = uuid(item.getKey());
      if (channel.isEmpty() || !item.getValue().isInt()) {
        return Optional.empty();
      }
      paces.put(channel.get(), Duration.ofSeconds(item.getValue().intValue()));
    }
    return Optional.of(paces);
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

  private Reply reply(Project project) {
    Map<String, Long> paces = new LinkedHashMap<>();
    reminders
        .of(project.id())
        .forEach((channel, every) -> paces.put(channel.toString(), every.toSeconds()));
    return Reply.json(
        200,
        AlertObjects.members(
            "steps",
            escalations.of(project.id()).stream().map(EscalationRequests::of).toList(),
            "reminders",
            paces));
  }

  private static Map<String, @Nullable Object> of(Step step) {
    return AlertObjects.members("after", step.after().toSeconds(), "channels", step.channels());
  }
}
