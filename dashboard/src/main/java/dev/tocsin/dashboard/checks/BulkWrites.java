package dev.tocsin.dashboard.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Rhythm;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes plans, with {@link CheckBatch}: the same few statements however many there are. Rows
 * travel as one JSON parameter, which Postgres reads by the types of the table itself. The caller
 * holds the locks.
 */
final class BulkWrites {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BulkWrites() {}

  /** Settings, states, flips and channels of checks that exist. */
  static void update(Tx tx, List<Planned> plans, Instant now) {
    List<CheckBatch.Edited> edits =
        plans.stream()
            .filter(Planned::writesSettings)
            .map(plan -> new CheckBatch.Edited(plan.was(), plan.settings()))
            .toList();
    if (!edits.isEmpty()) {
      CheckBatch.update(tx, edits);
    }
    states(tx, plans.stream().filter(Planned::writesState).toList(), now);
    flips(tx, plans);
    Map<Long, List<Channel>> channels = new LinkedHashMap<>();
    plans.forEach(plan -> plan.channels().ifPresent(c -> channels.put(plan.was().id(), c)));
    assign(tx, channels);
  }

  /** Replaces the channels of checks: check to channels. */
  static void assign(Tx tx, Map<Long, List<Channel>> channels) {
    if (channels.isEmpty()) {
      return;
    }
    Map<Long, List<Long>> ids = new LinkedHashMap<>();
    channels.forEach((check, those) -> ids.put(check, those.stream().map(Channel::id).toList()));
    CheckBatch.assign(tx, ids);
  }

  private static void states(Tx tx, List<Planned> plans, Instant now) {
    if (plans.isEmpty()) {
      return;
    }
    tx.update(
        "writing the states of %d checks".formatted(plans.size()),
        """
        UPDATE check_state s
           SET status = r.status, n_pings = r.n_pings, last_ping = r.last_ping,
               last_start = r.last_start, last_start_rid = r.last_start_rid,
               last_duration = r.last_duration, switched_at = r.switched_at,
               edited_at = r.edited_at, progress = r.progress, rhythm = r.rhythm,
               credited_at = r.credited_at, credited_due = r.credited_due,
               blind_from = r.blind_from, blind_until = r.blind_until, name_by = r.name_by,
               deadline = r.deadline, wake_at = r.wake_at
          FROM json_populate_recordset(NULL::check_state, ?::json) r
         WHERE s.check_id = r.check_id
        """,
        text(plans.stream().map(plan -> state(plan, now)).toList()));
  }

  private static Map<String, @Nullable Object> state(Planned plan, Instant now) {
    CheckState is = plan.state();
    CheckRules rules = plan.settings().rules();
    Optional<Instant> deadline = CheckMachine.deadline(is, rules);
    Optional<Instant> wakeAt =
        CheckMachine.wakeAt(Optional.ofNullable(plan.was().wakeAt()), deadline, now, rules.grace());
    Duration took = is.lastDuration();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("check_id", plan.was().id());
    row.put("status", is.status().word());
    row.put("n_pings", is.pings());
    row.put("last_ping", words(is.lastPing()));
    row.put("last_start", words(is.lastStart()));
    row.put("last_start_rid", is.lastStartRun() == null ? null : words(is.lastStartRun().value()));
    row.put("last_duration", took == null ? null : took.toNanos() / 1_000);
    row.put("switched_at", words(is.switchedAt()));
    row.put("edited_at", words(is.editedAt()));
    row.put("progress", is.progress().text().orElse(null));
    row.put("rhythm", is.rhythm().equals(Rhythm.NONE) ? null : is.rhythm().bits());
    Credit credit = is.credit();
    if (credit != null) {
      row.put("credited_at", words(credit.at()));
      row.put("credited_due", words(credit.due()));
      row.put("blind_from", words(credit.blind().since()));
      row.put("blind_until", words(credit.blind().until()));
      row.put("name_by", words(credit.nameBy()));
    }
    row.put("deadline", words(deadline.orElse(null)));
    row.put("wake_at", words(wakeAt.orElse(null)));
    return row;
  }

  /** Nobody is told of a pause, but fan-out ends incidents by it. */
  private static void flips(Tx tx, List<Planned> plans) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Planned plan : plans) {
      for (Flip flip : plan.flips()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("check_id", plan.was().id());
        row.put("at", words(flip.at()));
        row.put("old_status", flip.from().word());
        row.put("new_status", flip.to().word());
        row.put("reason", flip.reason().word());
        rows.add(row);
      }
    }
    if (!rows.isEmpty()) {
      tx.update(
          "writing %d flips".formatted(rows.size()),
          """
          INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
          SELECT check_id, at, old_status, new_status, reason, false
            FROM json_populate_recordset(NULL::flips, ?::json)
          """,
          text(rows));
      CheckRows.tellFanOut(tx);
    }
  }

  /** A row in the audit log for each check, as if it had been changed alone. */
  static void audit(Tx tx, long projectId, String actor, String action, List<Planned> plans) {
    boolean tellsChanges = action.equals("check.update");
    dev.tocsin.dashboard.people.Audit.noteAll(
        tx,
        projectId,
        actor,
        action,
        plans.stream()
            .map(
                plan ->
                    Audit.detail(
                        plan.was().code(),
                        plan.was().settings().name(),
                        tellsChanges ? plan.changes() : Map.of()))
            .toList());
  }

  /** The same for checks that were made. */
  static void auditCreated(Tx tx, long projectId, String actor, Map<UUID, CheckSettings> checks) {
    List<Map<String, Object>> details = new ArrayList<>();
    checks.forEach(
        (code, settings) ->
            details.add(
                Audit.detail(
                    code,
                    settings.name(),
                    SettingsColumns.diff(CheckSettings.DEFAULTS, settings))));
    dev.tocsin.dashboard.people.Audit.noteAll(tx, projectId, actor, "check.create", details);
  }

  private static @Nullable String words(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String text(Object rows) {
    try {
      return JSON.writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers always become JSON", e);
    }
  }
}
