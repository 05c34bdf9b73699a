package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Whom to tell besides, when nobody acknowledges: the policies of projects. */
public final class Escalations {

  /** Most steps of a policy. */
  public static final int MOST_STEPS = 10;

  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(7);

  /**
   * A step.
   *
   * @param after how long a down must have been told and unacknowledged
   * @param channels their codes
   */
  public record Step(Duration after, List<UUID> channels) {
    public Step {
      channels = List.copyOf(channels);
    }
  }

  private final Db db;

  public Escalations(Db db) {
    this.db = db;
  }

  /** The steps of a project, in order. */
  public List<Step> of(long projectId) {
    return db.transaction("reading a policy", tx -> of(tx, projectId));
  }

  private static List<Step> of(Tx tx, long projectId) {
    Map<Duration, List<UUID>> steps = new LinkedHashMap<>();
    tx.query(
            "reading escalations",
            """
            SELECT e.after, ch.code FROM escalations e JOIN channels ch ON ch.id = e.channel_id
             WHERE e.project_id = ? ORDER BY e.after, ch.id
            """,
            row -> Map.entry(row.duration("after"), row.uuid("code")),
            projectId)
        .forEach(e -> steps.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(e.getValue()));
    return steps.entrySet().stream().map(e -> new Step(e.getKey(), e.getValue())).toList();
  }

  /** Replaces the policy of a project; returns it as it is from now on. */
  public Outcome<List<Step>> replace(long projectId, List<Step> steps, String actor) {
    if (steps.size() > MOST_STEPS) {
      return Outcome.refused(Reason.INVALID, "a policy has at most %d steps".formatted(MOST_STEPS));
    }
    for (Step step : steps) {
      if (step.after().compareTo(SHORTEST) < 0 || step.after().compareTo(LONGEST) > 0) {
        return Outcome.refused(Reason.INVALID, "a step comes after one minute to seven days");
      }
      if (step.channels().isEmpty()) {
        return Outcome.refused(Reason.INVALID, "each step needs a channel");
      }
    }
    return db.transaction("replacing a policy", tx -> replace(tx, projectId, steps, actor));
  }

  private static Outcome<List<Step>> replace(
      Tx tx, long projectId, List<Step> steps, String actor) {
    List<Step> was = of(tx, projectId);
    Map<UUID, Long> known = new LinkedHashMap<>();
    tx.query(
            "reading the channels of project " + projectId,
            "SELECT id, code FROM channels WHERE project_id = ? ORDER BY id FOR KEY SHARE",
            row -> Map.entry(row.uuid("code"), row.number("id")),
            projectId)
        .forEach(e -> known.put(e.getKey(), e.getValue()));
    if (steps.stream().anyMatch(step -> !known.keySet().containsAll(step.channels()))) {
      return Outcome.refused(Reason.INVALID, "the project has no such channel");
    }
    tx.update("clearing a policy", "DELETE FROM escalations WHERE project_id = ?", projectId);
    for (Step step : steps) {
      for (UUID code : step.channels()) {
        tx.update(
            "adding a step",
            "INSERT INTO escalations VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            projectId,
            step.after(),
            known.get(code));
      }
    }
    List<Step> now = of(tx, projectId);
    if (!now.equals(was)) {
      Incidents.lookAgain(tx, projectId);
      Audit.note(
          tx, projectId, actor, "escalation.update", Map.of("steps", Integer.toString(now.size())));
    }
    return Outcome.done(now);
  }
}
