package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How often the channels of a project are reminded of what is down and unacknowledged. Checks may
 * ask for another pace.
 */
public final class Reminders {

  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(31);

  private final Db db;

  public Reminders(Db db) {
    this.db = db;
  }

  /** The channels that are reminded, oldest first, and how often. */
  public Map<UUID, Duration> of(long projectId) {
    return db.transaction("reading reminders", tx -> of(tx, projectId));
  }

  private static Map<UUID, Duration> of(Tx tx, long projectId) {
    Map<UUID, Duration> paces = new LinkedHashMap<>();
    tx.query(
            "reading reminders of project " + projectId,
            """
            SELECT code, remind_every FROM channels
             WHERE project_id = ? AND remind_every > interval '0 s' ORDER BY id
            """,
            row -> Map.entry(row.uuid("code"), row.duration("remind_every")),
            projectId)
        .forEach(e -> paces.put(e.getKey(), e.getValue()));
    return paces;
  }

  /** Replaces them all: who is not named is not reminded. */
  public Outcome<Map<UUID, Duration>> replace(
      long projectId, Map<UUID, Duration> paces, String actor) {
    if (paces.values().stream()
        .anyMatch(every -> every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0)) {
      return Outcome.refused(Reason.INVALID, "reminders come every minute to every 31 days");
    }
    return db.transaction("replacing reminders", tx -> replace(tx, projectId, paces, actor));
  }

  private static Outcome<Map<UUID, Duration>> replace(
      Tx tx, long projectId, Map<UUID, Duration> paces, String actor) {
    Map<UUID, Duration> was = of(tx, projectId);
    if (was.equals(paces)) {
      return Outcome.done(was);
    }
    int known =
        tx
            .query(
                "locking the channels of project " + projectId,
                """
                SELECT code FROM channels WHERE project_id = ? ORDER BY id FOR NO KEY UPDATE
                """,
                row -> row.uuid("code"),
                projectId)
            .stream()
            .filter(paces::containsKey)
            .toList()
            .size();
    if (known < paces.size()) {
      return Outcome.refused(Reason.INVALID, "the project has no such channel");
    }
    tx.update(
        "clearing reminders",
        """
        UPDATE channels SET remind_every = interval '0 s'
         WHERE project_id = ? AND remind_every > interval '0 s'
        """,
        projectId);
    paces.forEach(
        (code, every) ->
            tx.update(
                "writing how often to remind channel " + code,
                "UPDATE channels SET remind_every = ? WHERE project_id = ? AND code = ?",
                every,
                projectId,
                code));
    Incidents.lookAgain(tx, projectId);
    Audit.note(
        tx,
        projectId,
        actor,
        "reminders.update",
        Map.of("channels", Integer.toString(paces.size())));
    return Outcome.done(of(tx, projectId));
  }
}
