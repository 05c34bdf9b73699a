package dev.tocsin.dashboard.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.apply.Plan.Action;
import dev.tocsin.dashboard.apply.Plan.ChannelStep;
import dev.tocsin.dashboard.apply.Plan.CheckStep;
import dev.tocsin.dashboard.apply.Plan.Item;
import dev.tocsin.dashboard.checks.CheckBatch;
import dev.tocsin.dashboard.checks.CheckBatch.Edited;
import dev.tocsin.dashboard.checks.TellingBatch;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Takes the steps of a plan, on one transaction that holds the locks. */
final class Steps {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tx tx;
  private final ChannelSteps channels;
  private final long projectId;
  private final String actor;
  private final String label;

  Steps(Tx tx, SecretBox secrets, long projectId, String actor, String label) {
    this.tx = tx;
    this.channels = new ChannelSteps(tx, secrets, projectId, label);
    this.projectId = projectId;
    this.actor = actor;
    this.label = label;
  }

  /** Takes them all; returns the plan with the codes of what was made. */
  Plan take(Plan plan) {
    plan.name()
        .ifPresent(
            item ->
                tx.update(
                    "renaming project " + projectId,
                    "UPDATE projects SET name = ? WHERE id = ?",
                    item.name(),
                    projectId));
    List<ChannelStep> channelsDone = channels.take(plan.channels());
    List<CheckStep> checks = plan.checks().stream().map(Steps::named).toList();
    delete(with(checks, Action.DELETE));
    Map<Long, Collection<Long>> assignments = new LinkedHashMap<>();
    Map<String, Long> made = create(with(checks, Action.CREATE), assignments);
    change(with(checks, Action.CHANGE), assignments);
    if (!assignments.isEmpty()) {
      CheckBatch.assign(tx, assignments);
    }
    TellingBatch.write(tx, projectId, wishes(checks, made));
    Plan done = new Plan(plan.name(), channelsDone, checks, plan.left());
    note(done.items());
    CheckBatch.tellPages(tx, projectId);
    return done;
  }

  private static List<CheckStep> with(List<CheckStep> steps, Action action) {
    return steps.stream().filter(step -> step.item().action() == action).toList();
  }

  /** A check gets its code before it is made, to be known by it. */
  private static CheckStep named(CheckStep step) {
    if (step.item().action() != Action.CREATE || step.item().code() != null) {
      return step;
    }
    Item item = step.item().withCode(UUID.randomUUID());
    return new CheckStep(
        item, step.was(), step.settings(), step.channels(), step.wish(), step.keep());
  }

  private void delete(List<CheckStep> steps) {
    if (!steps.isEmpty()) {
      CheckBatch.delete(tx, steps.stream().map(Steps::id).toList());
    }
  }

  /** Returns the ids by code, and by slug, as {@link Plan.Target#key} needs it. */
  private Map<String, Long> create(List<CheckStep> steps, Map<Long, Collection<Long>> assignments) {
    if (steps.isEmpty()) {
      return Map.of();
    }
    Map<UUID, CheckSettings> settings = new LinkedHashMap<>();
    steps.forEach(step -> settings.put(code(step), step.settings()));
    Map<UUID, Long> ids = CheckBatch.insert(tx, projectId, label, settings);
    Map<String, Long> made = new HashMap<>();
    for (CheckStep step : steps) {
      long id = Objects.requireNonNull(ids.get(code(step)));
      assign(step, id, assignments);
      made.put(code(step).toString(), id);
      made.putIfAbsent(step.settings().slug(), id);
    }
    return made;
  }

  private static Map<Long, TellingBatch.Wish> wishes(
      List<CheckStep> steps, Map<String, Long> made) {
    Map<Long, TellingBatch.Wish> wishes = new LinkedHashMap<>();
    for (CheckStep step : steps) {
      Plan.Wish wish = step.wish();
      if (wish != null) {
        List<Long> on = wish.dependsOn().stream().map(target -> id(target, made)).toList();
        wishes.put(
            step.was() == null ? Objects.requireNonNull(made.get(code(step).toString())) : id(step),
            new TellingBatch.Wish(on, wish.remindEvery()));
      }
    }
    return wishes;
  }

  private static long id(Plan.Target target, Map<String, Long> made) {
    return target.id() == null ? Objects.requireNonNull(made.get(target.key())) : target.id();
  }

  private static UUID code(CheckStep step) {
    return Objects.requireNonNull(step.item().code());
  }

  private void change(List<CheckStep> steps, Map<Long, Collection<Long>> assignments) {
    List<Edited> edits = new ArrayList<>();
    List<Long> kept = new ArrayList<>();
    for (CheckStep step : steps) {
      if (step.was() != null && !step.was().settings().equals(step.settings())) {
        edits.add(new Edited(step.was(), step.settings()));
      }
      if (step.keep()) {
        kept.add(id(step));
      }
      assign(step, id(step), assignments);
    }
    if (!edits.isEmpty()) {
      CheckBatch.update(tx, edits);
    }
    if (!kept.isEmpty()) {
      CheckBatch.manage(tx, kept, label);
    }
  }

  private void assign(CheckStep step, long id, Map<Long, Collection<Long>> assignments) {
    if (step.channels() != null) {
      assignments.put(id, step.channels().stream().map(channels::id).toList());
    }
  }

  private static long id(CheckStep step) {
    return Objects.requireNonNull(step.was()).id();
  }

  /** An audit row for each line with something to do, in one statement. */
  private void note(List<Item> items) {
    List<Item> told = items.stream().filter(item -> item.action() != Action.UNCHANGED).toList();
    tx.update(
        "noting %d changes".formatted(told.size()),
        """
        INSERT INTO audit (project_id, actor, action, detail)
        SELECT ?, ?, l.action, l.detail::jsonb
          FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS l(action, detail, at) ORDER BY l.at
        """,
        projectId,
        actor,
        told.stream().map(Steps::action).toList(),
        told.stream().map(Steps::detail).toList());
  }

  /** The words that the log has for what people do by hand. */
  private static String action(Item item) {
    return item.kind() + "." + (item.action() == Action.CHANGE ? "update" : item.action().word());
  }

  private static String detail(Item item) {
    Map<String, Object> detail = new LinkedHashMap<>();
    if (item.code() != null) {
      detail.put(item.kind(), item.code().toString());
    }
    detail.put("name", item.name());
    if (!item.changes().isEmpty()) {
      Map<String, Object> changes = new LinkedHashMap<>();
      item.changes().forEach((member, c) -> changes.put(member, new Object[] {c.from(), c.to()}));
      detail.put("changes", changes);
    }
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text, numbers and lists always become JSON", e);
    }
  }
}
