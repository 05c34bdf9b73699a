package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a check depends on, and how often people are reminded of it. */
final class Tellings {

  private Tellings() {}

  /**
   * What a change means in a project.
   *
   * @param checks id to code, of those that it names
   * @param problem why it means nothing; empty if it is good
   */
  record Resolved(Map<Long, UUID> checks, Optional<String> problem) {
    static final Resolved NOTHING = new Resolved(Map.of(), Optional.empty());

    static Resolved problem(String text) {
      return new Resolved(Map.of(), Optional.of("depends_on " + text));
    }
  }

  /** Of these checks, those for which somebody said something; two statements. */
  static Map<Long, Telling> of(Tx tx, Collection<Long> checks) {
    Map<Long, Telling> tellings = new HashMap<>();
    tx.query(
            "reading how often to remind",
            "SELECT id, remind_every FROM checks WHERE id = ANY(?) AND remind_every IS NOT NULL",
            row -> Map.entry(row.number("id"), row.duration("remind_every")),
            checks)
        .forEach(e -> tellings.put(e.getKey(), new Telling(List.of(), Optional.of(e.getValue()))));
    tx.query(
            "reading what checks depend on",
            """
            SELECT d.check_id, array_agg(c.code::text ORDER BY c.id) AS codes
              FROM check_depends d JOIN checks c ON c.id = d.on_check_id
             WHERE d.check_id = ANY(?) GROUP BY d.check_id
            """,
            Tellings::dependencies,
            checks)
        .forEach(
            e ->
                tellings.put(
                    e.getKey(),
                    new Telling(
                        e.getValue(),
                        tellings.getOrDefault(e.getKey(), Telling.USUAL).remindEvery())));
    return tellings;
  }

  private static Map.Entry<Long, List<UUID>> dependencies(Row row) throws SQLException {
    return Map.entry(
        row.number("check_id"), row.strings("codes").stream().map(UUID::fromString).toList());
  }

  /** The same of one check. */
  static Telling of(Tx tx, long check) {
    return of(tx, List.of(check)).getOrDefault(check, Telling.USUAL);
  }

  /**
   * Finds the checks that a change names. The caller holds the lock of the project's row: two
   * changes at once could close a circle that neither of them sees.
   *
   * @param check the one to be changed; empty: it is still to be made
   */
  static Resolved resolve(Tx tx, long project, Optional<Long> check, TellingEdit edit) {
    if (edit.dependsOn.isEmpty()) {
      return Resolved.NOTHING;
    }
    List<String> names = edit.dependsOn.get();
    if (names.size() > Telling.MOST) {
      return Resolved.problem("has more than %d items".formatted(Telling.MOST));
    }
    Map<Long, UUID> found = new LinkedHashMap<>();
    for (String name : names) {
      Map<Long, UUID> matches = named(tx, project, name);
      if (matches.size() != 1) {
        return Resolved.problem(
            "names %s check: %s".formatted(matches.isEmpty() ? "no" : "more than one", name));
      }
      found.putAll(matches);
    }
    return check.isPresent() && reaches(tx, found.keySet(), check.get())
        ? Resolved.problem("closes a circle")
        : new Resolved(found, Optional.empty());
  }

  private static Map<Long, UUID> named(Tx tx, long project, String name) {
    Map<Long, UUID> matches = new LinkedHashMap<>();
    tx.query(
            "finding a check by its name",
            """
            SELECT id, code FROM checks
             WHERE project_id = ? AND (code::text = ? OR (slug = ? AND slug <> ''))
             ORDER BY id LIMIT 2 FOR KEY SHARE
            """,
            row -> Map.entry(row.number("id"), row.uuid("code")),
            project,
            name,
            name)
        .forEach(e -> matches.put(e.getKey(), e.getValue()));
    return matches;
  }

  /** Whether one of these checks is the other, or depends on it, however far. */
  private static boolean reaches(Tx tx, Collection<Long> from, long to) {
    return tx.first(
            "looking for a circle",
            """
            WITH RECURSIVE up(id) AS (
              SELECT unnest(?::bigint[])
              UNION SELECT d.on_check_id FROM up JOIN check_depends d ON d.check_id = up.id)
            SELECT 1 AS n FROM up WHERE id = ? LIMIT 1
            """,
            row -> true,
            from,
            to)
        .orElse(false);
  }

  /** One of {@code meant} that these checks are, or depend on, however far. */
  static Optional<UUID> reached(Tx tx, Collection<Long> from, Collection<Long> meant) {
    return tx.first(
        "looking for a circle",
        """
        WITH RECURSIVE up(id) AS (
          SELECT unnest(?::bigint[])
          UNION SELECT d.on_check_id FROM up JOIN check_depends d ON d.check_id = up.id)
        SELECT c.code FROM up JOIN checks c USING (id) WHERE id = ANY(?) ORDER BY id LIMIT 1
        """,
        row -> row.uuid("code"),
        from,
        meant);
  }

  /** What differs, for the audit log. */
  static Map<String, Change> diff(Telling was, Telling is) {
    Map<String, Change> changes = new LinkedHashMap<>();
    if (!Set.copyOf(is.dependsOn()).equals(Set.copyOf(was.dependsOn()))) {
      changes.put("depends_on", new Change(texts(was.dependsOn()), texts(is.dependsOn())));
    }
    if (!is.remindEvery().equals(was.remindEvery())) {
      changes.put("remind_every", new Change(text(was.remindEvery()), text(is.remindEvery())));
    }
    return changes;
  }

  /** Writes a change; says what changed, for the audit log. */
  static Map<String, Change> change(
      Tx tx, long project, long check, TellingEdit edit, Resolved resolved) {
    Telling was = of(tx, check);
    Map<String, Change> changes = new LinkedHashMap<>();
    if (edit.dependsOn.isPresent()) {
      List<UUID> now = List.copyOf(resolved.checks().values());
      if (!Set.copyOf(now).equals(Set.copyOf(was.dependsOn()))) {
        replace(tx, check, resolved.checks().keySet());
        changes.put("depends_on", new Change(texts(was.dependsOn()), texts(now)));
      }
    }
    edit.pace
        .map(Telling::remindEvery)
        .filter(every -> !every.equals(was.remindEvery()))
        .ifPresent(
            every -> {
              tx.update(
                  "writing how often to remind of check " + check,
                  "UPDATE checks SET remind_every = ? WHERE id = ?",
                  every.orElse(null),
                  check);
              changes.put("remind_every", new Change(text(was.remindEvery()), text(every)));
            });
    if (!changes.isEmpty()) {
      Incidents.lookAgain(tx, project);
    }
    return changes;
  }

  private static List<String> texts(List<UUID> codes) {
    return codes.stream().map(UUID::toString).sorted().toList();
  }

  private static Object text(Optional<Duration> every) {
    return every.<Object>map(span -> span).orElse("");
  }

  private static void replace(Tx tx, long check, Collection<Long> on) {
    tx.update(
        "clearing what check %d depends on".formatted(check),
        "DELETE FROM check_depends WHERE check_id = ?",
        check);
    tx.update(
        "noting what check %d depends on".formatted(check),
        "INSERT INTO check_depends (check_id, on_check_id) SELECT ?, unnest(?::bigint[])",
        check,
        on);
  }
}
