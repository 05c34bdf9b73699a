package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.apply.Apply;
import dev.tocsin.dashboard.apply.Apply.Outcome;
import dev.tocsin.dashboard.apply.Plan;
import dev.tocsin.dashboard.apply.Plan.Action;
import dev.tocsin.dashboard.apply.Plan.CheckStep;
import dev.tocsin.dashboard.apply.Plan.Item;
import dev.tocsin.dashboard.apply.Problem;
import dev.tocsin.dashboard.apply.Wanted;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that make a project what a file says. */
final class ApplyRequests {

  /** Who has mended so many will ask again. */
  private static final int PROBLEMS_AT_ONCE = 200;

  private final ApiConfig config;
  private final Channels kinds;
  private final Apply apply;

  ApplyRequests(ApiConfig config, Db db, SecretBox secrets, Channels kinds) {
    this.config = config;
    this.kinds = kinds;
    this.apply = new Apply(db, secrets);
  }

  /** The same for a key; the project's own name is not for every one. */
  Reply apply(ApiKey key, JsonNode body) {
    return body.has("project") && !key.rights().scopes().contains(Scope.PROJECT)
        ? Reply.error(403, "this key lacks the scope %s".formatted(Scope.PROJECT.word()))
        : apply(key.projectId(), key.actor(), body);
  }

  /** Makes checks and channels what the body says; deletes what it left out only when asked. */
  Reply apply(long projectId, String actor, JsonNode body) {
    WantedReader reader = new WantedReader(kinds, config.minPeriod());
    Wanted wanted = reader.file(body);
    boolean dry = reader.flag(body, "dry_run");
    Outcome outcome = run(reader, projectId, actor, wanted, dry);
    return outcome instanceof Outcome.Planned planned
        ? Reply.json(200, json(planned))
        : refusal(outcome);
  }

  /** Makes checks that come from elsewhere, their UUIDs kept; leaves those that are there. */
  Reply importChecks(long projectId, String actor, JsonNode body) {
    WantedReader reader = new WantedReader(kinds, config.minPeriod());
    Wanted wanted = reader.imported(body);
    boolean dry = reader.flag(body, "dry_run");
    Outcome outcome = run(reader, projectId, actor, wanted, dry);
    if (!(outcome instanceof Outcome.Planned planned)) {
      return refusal(outcome);
    }
    Map<String, Object> json = json(planned);
    json.put("checks", planned.plan().checks().stream().map(this::known).toList());
    return Reply.json(200, json);
  }

  private Outcome run(
      WantedReader reader, long projectId, String actor, Wanted wanted, boolean dry) {
    if (!reader.problems().isEmpty()) {
      return new Outcome.Refused(reader.problems());
    }
    return dry ? apply.plan(projectId, wanted) : apply.apply(projectId, actor, wanted);
  }

  private static Map<String, Object> json(Outcome.Planned planned) {
    Plan plan = planned.plan();
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      counts.put(action.word(), plan.count(action));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("applied", planned.written());
    json.put("counts", counts);
    json.put(
        "plan",
        plan.items().stream()
            .filter(item -> item.action() != Action.UNCHANGED)
            .map(ApplyRequests::line)
            .toList());
    json.put("left", plan.left());
    return json;
  }

  private static Map<String, @Nullable Object> line(Item item) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("kind", item.kind());
    line.put("name", item.name());
    line.put("action", item.action().word());
    if (item.code() != null) {
      line.put(item.kind().equals("check") ? "uuid" : "id", item.code().toString());
    }
    Map<String, Object> changes = new LinkedHashMap<>();
    item.changes().forEach((member, c) -> changes.put(member, new Object[] {c.from(), c.to()}));
    line.put("changes", changes);
    return line;
  }

  private Map<String, @Nullable Object> known(CheckStep step) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("slug", step.settings().slug());
    json.put("action", step.item().action().word());
    if (step.item().code() != null) {
      json.put("uuid", step.item().code().toString());
      json.put("ping_url", config.pingUrl() + step.item().code());
    }
    return json;
  }

  /** The first problem in the words of the other calls, and all of them for programs. */
  private static Reply refusal(Outcome outcome) {
    if (!(outcome instanceof Outcome.Refused refused)) {
      return Reply.error(503, "the project changes too fast, please try again");
    }
    List<Map<String, Object>> told = new ArrayList<>();
    for (Problem problem : refused.problems()) {
      if (told.size() < PROBLEMS_AT_ONCE) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", problem.at());
        json.put("problem", problem.what());
        if (!problem.choices().isEmpty()) {
          json.put("choices", problem.choices());
        }
        told.add(json);
      }
    }
    Problem first = refused.problems().get(0);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", "json validation error: %s: %s".formatted(first.at(), first.what()));
    json.put("problem_count", refused.problems().size());
    json.put("problems", told);
    return Reply.json(400, json);
  }
}
