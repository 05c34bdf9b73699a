package dev.tocsin.dashboard.checks;

import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of {@link CheckActions}, on one transaction. */
final class CheckRows {

  /** Each look but the first needs somebody who renames a check in the milliseconds before it. */
  private static final int MOST_LOOKS = 20;

  private CheckRows() {}

  /** Locks a project against another check being made in it; says how many it may have. */
  static int lockProject(Tx tx, long projectId) {
    return tx.first(
            "locking project " + projectId,
            "SELECT check_limit FROM projects WHERE id = ? FOR NO KEY UPDATE",
            row -> row.integer("check_limit"),
            projectId)
        .orElse(0);
  }

  /** The same without the lock. */
  static int limit(Tx tx, long projectId) {
    return tx.first(
            "reading the limit of project " + projectId,
            "SELECT check_limit FROM projects WHERE id = ?",
            row -> row.integer("check_limit"),
            projectId)
        .orElse(0);
  }

  static int count(Tx tx, long projectId) {
    return tx.first(
            "counting the checks of project " + projectId,
            "SELECT count(*) AS n FROM checks WHERE project_id = ?",
            row -> row.integer("n"),
            projectId)
        .orElse(0);
  }

  /** The oldest check with all these values; empty also if the edit lacks one of them. */
  static Optional<Long> matching(Tx tx, long projectId, CheckEdit edit, Set<MatchBy> unique) {
    List<@Nullable Object> values = new ArrayList<>(List.of(projectId));
    for (MatchBy by : unique) {
      by.wanted(edit).ifPresent(values::add);
    }
    if (unique.isEmpty() || values.size() <= unique.size()) {
      return Optional.empty();
    }
    String sql =
        unique.stream()
            .map(by -> " AND " + by.word() + " = ?")
            .collect(Collectors.joining("", "SELECT id FROM checks WHERE project_id = ?", ""));
    return tx.first(
        "looking for a check to update",
        sql + " ORDER BY id LIMIT 1",
        row -> row.number("id"),
        values.toArray());
  }

  /**
   * Finds the check that {@link #matching} means, locks it, and looks again: while we waited for
   * the lock it may have been renamed, and another one may be meant by now, or none.
   */
  static Optional<StoredCheck> lockMatching(
      Tx tx, long projectId, CheckEdit edit, Set<MatchBy> unique) {
    Optional<Long> found = matching(tx, projectId, edit, unique);
    for (int look = 0; found.isPresent() && look < MOST_LOOKS; look++) {
      Optional<StoredCheck> locked = lock(tx, found.get());
      Optional<Long> again = matching(tx, projectId, edit, unique);
      if (again.equals(found)) {
        return locked;
      }
      found = again;
    }
    if (found.isPresent()) {
      throw new IllegalStateException(
          "checks of project %d change names too fast".formatted(projectId));
    }
    return Optional.empty();
  }

  static Optional<StoredCheck> lock(Tx tx, long projectId, UUID code) {
    return tx.first(
            "finding check " + code,
            "SELECT id FROM checks WHERE project_id = ? AND code = ?",
            row -> row.number("id"),
            projectId,
            code)
        .flatMap(id -> lock(tx, id));
  }

  /** Empty if it was deleted while we waited. */
  static Optional<StoredCheck> lock(Tx tx, long id) {
    return StoredCheck.lock(tx, List.of(id)).stream().findFirst();
  }

  /** The database's time, taken after the lock: later than all that was applied before. */
  static Instant now(Tx tx) {
    return tx.first(
            "reading the time", "SELECT clock_timestamp() AS now", row -> row.instant("now"))
        .orElseThrow();
  }

  static long insert(Tx tx, long projectId, CheckSettings settings) {
    Map<String, Object> columns = SettingsColumns.of(settings);
    String sql =
        "INSERT INTO checks (project_id, %s) VALUES (?%s) RETURNING id"
            .formatted(String.join(", ", columns.keySet()), ", ?".repeat(columns.size()));
    List<@Nullable Object> values = new ArrayList<>(List.of(projectId));
    values.addAll(columns.values());
    long id =
        tx.first("making a check", sql, row -> row.number("id"), values.toArray()).orElseThrow();
    tx.update("making a state", "INSERT INTO check_state (check_id) VALUES (?)", id);
    return id;
  }

  /** Writes settings, and moves the version by which listeners notice. */
  static void update(Tx tx, long id, CheckSettings settings) {
    Map<String, Object> columns = SettingsColumns.of(settings);
    String sql =
        columns.keySet().stream()
            .map(column -> column + " = ?")
            .collect(Collectors.joining(", ", "UPDATE checks SET ", " WHERE id = ?"));
    List<@Nullable Object> values = new ArrayList<>(columns.values());
    values.add(id);
    tx.update("writing the settings of check " + id, sql, values.toArray());
    tx.update(
        "moving the rules version of check " + id,
        "UPDATE check_state SET rules_version = rules_version + 1 WHERE check_id = ?",
        id);
  }

  /** Notes that somebody has said when these jobs run: nobody needs to learn it any more. */
  static void tellSchedule(Tx tx, Collection<Long> ids) {
    tx.update(
        "noting that schedules were told",
        "UPDATE checks SET schedule_told = true WHERE id = ANY(?) AND NOT schedule_told",
        ids);
  }

  /** Pings have no foreign key, so they go by hand; all else goes with the check. */
  static void delete(Tx tx, long id) {
    tx.update("deleting the pings of check " + id, "DELETE FROM pings WHERE check_id = ?", id);
    tx.update("deleting check " + id, "DELETE FROM checks WHERE id = ?", id);
  }

  static CheckView view(Tx tx, long id) {
    StoredCheck check = StoredCheck.read(tx, List.of(id)).get(0);
    return new CheckView(check, Assignments.of(tx, id), Tellings.of(tx, id), Heard.asOf(tx));
  }

  /** A pause is told to nobody, but it ends an incident. */
  static void tellFanOut(Tx tx) {
    tx.query("telling the fan-out", "SELECT pg_notify('tocsin_flips', '')", row -> true);
  }

  static void tellPages(Tx tx, long projectId) {
    tx.query(
        "telling the live pages",
        "SELECT pg_notify('tocsin_checks', ?)",
        row -> projectId,
        Long.toString(projectId));
  }
}
