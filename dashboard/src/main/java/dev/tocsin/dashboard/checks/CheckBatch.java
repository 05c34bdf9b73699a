package dev.tocsin.dashboard.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes many checks at once: each method is the same one or two statements however many there are.
 * The caller holds the project's lock where checks are made, and the state rows' locks (all taken
 * at once, in id order) where they are changed or deleted.
 */
public final class CheckBatch {

  private static final Logger LOG = LoggerFactory.getLogger(CheckBatch.class);

  /** How many checks lose their pings in one transaction. */
  private static final int SWEEP = 200;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The columns of the settings, with the type that each has on its way through JSON. */
  private static final Map<String, String> COLUMNS = columns();

  private CheckBatch() {}

  /** Settings to be written to a check that was read under its lock. */
  public record Edited(StoredCheck was, CheckSettings settings) {}

  private static Map<String, String> columns() {
    Map<String, String> types = new LinkedHashMap<>();
    SettingsColumns.of(CheckSettings.DEFAULTS)
        .forEach((column, value) -> types.put(column, typeOf(value)));
    return types;
  }

  private static String typeOf(Object value) {
    return value instanceof Duration
        ? "bigint"
        : value instanceof Boolean ? "boolean" : value instanceof Integer ? "integer" : "text";
  }

  /** Locks a project against checks being made in it. */
  public static void lockProject(Tx tx, long projectId) {
    CheckRows.lockProject(tx, projectId);
  }

  /**
   * Makes checks in this order; returns their ids by code.
   *
   * @param settings by the code that each check shall have; none of them may exist
   */
  public static Map<UUID, Long> insert(
      Tx tx, long projectId, String managedBy, Map<UUID, CheckSettings> settings) {
    List<Map<String, Object>> rows = new ArrayList<>();
    settings.forEach((code, set) -> rows.add(row("code", code.toString(), rows.size(), set)));
    Map<UUID, Long> ids = new HashMap<>();
    tx.query(
            "making %d checks".formatted(rows.size()),
            """
            INSERT INTO checks (project_id, managed_by, code, %s)
            SELECT ?, ?, r.code::uuid, %s
              FROM json_to_recordset(?::json) AS r(at integer, code text, %s)
             ORDER BY r.at
            RETURNING id, code
            """
                .formatted(String.join(", ", COLUMNS.keySet()), values(), declarations()),
            row -> Map.entry(row.uuid("code"), row.number("id")),
            projectId,
            managedBy,
            json(rows))
        .forEach(made -> ids.put(made.getKey(), made.getValue()));
    tx.update(
        "making %d states".formatted(rows.size()),
        "INSERT INTO check_state (check_id) SELECT unnest(?)",
        ids.values());
    return ids;
  }

  /** Writes settings, moves the version by which listeners notice, and what is due by them. */
  public static void update(Tx tx, List<Edited> edits) {
    List<Map<String, Object>> rows = new ArrayList<>();
    edits.forEach(e -> rows.add(row("id", e.was().id(), rows.size(), e.settings())));
    tx.update(
        "writing the settings of %d checks".formatted(rows.size()),
        """
        UPDATE checks c SET (%s) = ROW(%s)
          FROM json_to_recordset(?::json) AS r(id bigint, %s)
         WHERE c.id = r.id
        """
            .formatted(String.join(", ", COLUMNS.keySet()), values(), declarations()),
        json(rows));
    tx.update(
        "moving the rules versions of %d checks".formatted(rows.size()),
        "UPDATE check_state SET rules_version = rules_version + 1 WHERE check_id = ANY(?)",
        edits.stream().map(e -> e.was().id()).toList());
    moveDeadlines(
        tx,
        edits.stream().filter(e -> movesDeadline(e.was().rules(), e.settings().rules())).toList());
  }

  /** Whether a change of rules may change when a check is due. */
  static boolean movesDeadline(CheckRules before, CheckRules after) {
    return !before.schedule().equals(after.schedule())
        || !before.grace().equals(after.grace())
        || !before.policy().equals(after.policy());
  }

  private static void moveDeadlines(Tx tx, List<Edited> edits) {
    if (edits.isEmpty()) {
      return;
    }
    Instant now = CheckRows.now(tx);
    List<Long> ids = new ArrayList<>();
    List<@Nullable String> progresses = new ArrayList<>();
    List<@Nullable Instant> deadlines = new ArrayList<>();
    List<@Nullable Instant> wakes = new ArrayList<>();
    for (Edited edit : edits) {
      StoredCheck was = edit.was();
      CheckRules rules = edit.settings().rules();
      CheckState state = CheckMachine.onEdit(was.state(), rules, now);
      var deadline = CheckMachine.deadline(state, rules);
      var wakeAt =
          CheckMachine.wakeAt(Optional.ofNullable(was.wakeAt()), deadline, now, rules.grace());
      ids.add(was.id());
      progresses.add(state.progress().text().orElse(null));
      deadlines.add(deadline.orElse(null));
      wakes.add(wakeAt.orElse(null));
    }
    tx.update(
        "moving the deadlines of %d checks".formatted(ids.size()),
        """
        UPDATE check_state s
           SET edited_at = ?, progress = e.progress, deadline = e.deadline, wake_at = e.wake_at
          FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[])
               AS e(check_id, progress, deadline, wake_at)
         WHERE s.check_id = e.check_id
        """,
        now,
        ids,
        progresses,
        deadlines,
        wakes);
  }

  /** Notes by which file checks are kept. */
  public static void manage(Tx tx, Collection<Long> ids, String label) {
    tx.update(
        "noting who keeps %d checks".formatted(ids.size()),
        "UPDATE checks SET managed_by = ? WHERE id = ANY(?)",
        label,
        ids);
  }

  /** Replaces the channels of checks: check to channels. */
  public static void assign(Tx tx, Map<Long, ? extends Collection<Long>> channels) {
    List<Long> checkIds = new ArrayList<>();
    List<Long> channelIds = new ArrayList<>();
    channels.forEach(
        (check, those) ->
            those.forEach(
                channel -> {
                  checkIds.add(check);
                  channelIds.add(channel);
                }));
    tx.update(
        "clearing the channels of %d checks".formatted(channels.size()),
        "DELETE FROM check_channels WHERE check_id = ANY(?)",
        channels.keySet());
    tx.update(
        "assigning channels to %d checks".formatted(channels.size()),
        """
        INSERT INTO check_channels (check_id, channel_id)
        SELECT * FROM unnest(?::bigint[], ?::bigint[])
        """,
        checkIds,
        channelIds);
  }

  /** Deletes checks with all that hangs on them but their pings: see {@link #sweepPings}. */
  public static void delete(Tx tx, Collection<Long> ids) {
    tx.update(
        "deleting %d checks".formatted(ids.size()), "DELETE FROM checks WHERE id = ANY(?)", ids);
  }

  /**
   * Deletes the pings of checks that are gone, in transactions of their own: a million rows would
   * hold the locks for too long. Nobody sees these pings any more, and what a failure leaves behind
   * goes with the alerter's upkeep.
   */
  public static void sweepPings(Db db, List<Long> ids) {
    try {
      for (int from = 0; from < ids.size(); from += SWEEP) {
        db.update(
            "deleting the pings of deleted checks",
            "DELETE FROM pings WHERE check_id = ANY(?)",
            ids.subList(from, Math.min(ids.size(), from + SWEEP)));
      }
    } catch (DbException e) {
      LOG.warn("pings of deleted checks are left to the upkeep: {}", e.getMessage());
    }
  }

  /** Tells the live pages, once. */
  public static void tellPages(Tx tx, long projectId) {
    CheckRows.tellPages(tx, projectId);
  }

  private static Map<String, Object> row(String key, Object id, int at, CheckSettings settings) {
    Map<String, Object> row = new HashMap<>();
    SettingsColumns.of(settings)
        .forEach(
            (column, value) ->
                row.put(column, value instanceof Duration span ? span.toSeconds() : value));
    row.put(key, id);
    row.put("at", at);
    return row;
  }

  private static String declarations() {
    return COLUMNS.entrySet().stream()
        .map(column -> column.getKey() + " " + column.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String values() {
    return COLUMNS.entrySet().stream()
        .map(c -> (c.getValue().equals("bigint") ? "interval '1 s' * r." : "r.") + c.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text, numbers and flags always become JSON", e);
    }
  }
}
