package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Plan.Action;
import dev.tocsin.dashboard.apply.Plan.ChannelStep;
import dev.tocsin.dashboard.channels.GroupMembers;
import dev.tocsin.dashboard.oncall.RotaRows;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Takes the channels' steps of a plan: a project has few of them, so one at a time. */
final class ChannelSteps {

  private final Tx tx;
  private final SecretBox secrets;
  private final long projectId;
  private final String label;
  private final Map<Long, Long> ids = new HashMap<>();

  ChannelSteps(Tx tx, SecretBox secrets, long projectId, String label) {
    this.tx = tx;
    this.secrets = secrets;
    this.projectId = projectId;
    this.label = label;
  }

  /** Takes them; returns them with the codes of what was made. */
  List<ChannelStep> take(List<ChannelStep> steps) {
    List<ChannelStep> done = new ArrayList<>();
    for (ChannelStep step : steps) {
      switch (step.item().action()) {
        case CREATE -> done.add(create(step));
        case CHANGE -> {
          change(step);
          done.add(step);
        }
        case DELETE -> {
          tx.update("deleting a channel", "DELETE FROM channels WHERE id = ?", step.number());
          done.add(step);
        }
        case UNCHANGED -> done.add(step);
      }
    }
    for (ChannelStep step : done) {
      // Last: members may be made by steps after the group's.
      if (GroupMembers.has(step.kind()) && step.settings() != null) {
        GroupMembers.write(tx, projectId, step.number(), step.settings());
      } else if (OnCallPlan.has(step.kind()) && step.settings() != null) {
        write(step.number(), FileRota.of(step.settings()));
      }
    }
    if (steps.stream().anyMatch(step -> step.item().action() == Action.CHANGE)) {
      tx.query("notifying of lanes", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
    }
    return done;
  }

  private void write(long id, FileRota rota) {
    Map<String, Long> channels = new HashMap<>();
    tx.query(
        "reading who may be reached in project " + projectId,
        """
        SELECT id, code, name FROM channels WHERE project_id = ? AND kind <> ALL(?) ORDER BY id
        """,
        row -> {
          channels.put(row.uuid("code").toString(), row.number("id"));
          return channels.put(row.string("name"), row.number("id"));
        },
        projectId,
        RotaRows.STAND_FOR_OTHERS);
    List<RotaRows.Member> people =
        rota.people().stream()
            .map(
                one ->
                    new RotaRows.Member(
                        one.name(), Objects.requireNonNull(channels.get(one.channel()))))
            .toList();
    RotaRows.write(tx, id, rota.begins(), rota.turn(), rota.zone(), people);
  }

  /** The id of a channel by its number in the plan. */
  long id(long number) {
    return ids.getOrDefault(number, number);
  }

  private ChannelStep create(ChannelStep step) {
    record Made(long id, UUID code) {}
    Made made =
        tx.first(
                "making a channel",
                """
                INSERT INTO channels (project_id, kind, name, settings, managed_by)
                VALUES (?, ?, ?, ?, ?) RETURNING id, code
                """,
                row -> new Made(row.number("id"), row.uuid("code")),
                projectId,
                step.kind(),
                step.item().name(),
                sealed(step),
                label)
            .orElseThrow();
    tx.update("making a lane", "INSERT INTO lanes (channel_id) VALUES (?)", made.id());
    ids.put(step.number(), made.id());
    return new ChannelStep(
        step.item().withCode(made.code()), made.id(), step.kind(), step.settings(), step.keep());
  }

  /** What was broken gets another chance, and what waits for it, at once. */
  private void change(ChannelStep step) {
    if (step.keep()) {
      tx.update(
          "noting who keeps a channel",
          "UPDATE channels SET managed_by = ? WHERE id = ?",
          label,
          step.number());
    }
    if (step.settings() != null) {
      tx.update(
          "changing a channel",
          "UPDATE channels SET settings = ?, broken_since = NULL, broken_why = '' WHERE id = ?",
          sealed(step),
          step.number());
      tx.update(
          "waking a lane",
          "UPDATE lanes SET failures = 0, next_at = clock_timestamp() WHERE channel_id = ?",
          step.number());
    }
  }

  private byte[] sealed(ChannelStep step) {
    String settings = step.settings() == null ? "{}" : step.settings();
    return secrets.seal(
        (OnCallPlan.has(step.kind()) ? "{}" : GroupMembers.sealed(step.kind(), settings))
            .getBytes(StandardCharsets.UTF_8));
  }
}
