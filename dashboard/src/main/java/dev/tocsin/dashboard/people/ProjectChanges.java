package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changing, limiting and deleting projects. Blocking. */
public final class ProjectChanges {

  private final Db db;

  public ProjectChanges(Db db) {
    this.db = db;
  }

  /** Changes a project, and returns what it is then. */
  public Outcome<Project> update(Project project, ProjectEdit edit, Acting acting) {
    if (!acting.role().mayManage()) {
      return Outcome.refused(Reason.FORBIDDEN, "only managers and owners change a project");
    }
    return db.transaction(
        "changing project " + project.code(),
        tx ->
            Projects.lock(tx, project)
                .map(
                    was ->
                        isOurs(tx, was, edit)
                            ? Outcome.done(update(tx, was, edit, acting))
                            : Outcome.<Project>refused(
                                Reason.INVALID, "fallback_channel is no channel of this project"))
                .orElseGet(ProjectChanges::missing));
  }

  private static boolean isOurs(Tx tx, Project project, ProjectEdit edit) {
    Optional<UUID> fallback = edit.fallback().flatMap(ProjectEdit.Fallback::channel);
    return fallback.isEmpty()
        || tx.first(
                "finding channel " + fallback.get(),
                "SELECT 1 FROM channels WHERE code = ? AND project_id = ?",
                row -> true,
                fallback.get(),
                project.id())
            .isPresent();
  }

  private static Project update(Tx tx, Project was, ProjectEdit edit, Acting acting) {
    String name = edit.name().orElse(was.name());
    KeptPings kept = edit.kept().after(was.kept());
    Map<String, Object> changes = new LinkedHashMap<>();
    if (!name.equals(was.name())) {
      changes.put("name", List.of(was.name(), name));
    }
    noteNumber(changes, "ping_log_limit", was.kept().newest(), kept.newest());
    noteNumber(changes, "ping_log_days", was.kept().days(), kept.days());
    noteNumber(changes, "body_days", was.kept().bodyDays(), kept.bodyDays());
    boolean twoStep = edit.twoStep().orElse(was.twoStep());
    if (twoStep != was.twoStep()) {
      changes.put("two_step", List.of(was.twoStep(), twoStep));
    }
    Optional<UUID> fallback =
        edit.fallback().map(ProjectEdit.Fallback::channel).orElse(was.fallback());
    if (!fallback.equals(was.fallback())) {
      changes.put("fallback_channel", List.of(word(was.fallback()), word(fallback)));
    }
    if (edit.newPingKey()) {
      changes.put("ping_key", "new");
    }
    if (changes.isEmpty()) {
      return was;
    }
    String pingKey = edit.newPingKey() ? Projects.newPingKey() : was.pingKey();
    tx.update(
        "changing project " + was.code(),
        """
        UPDATE projects SET name = ?, ping_log_limit = ?, ping_log_days = ?, body_days = ?, two_step = ?, ping_key = ?,
               fallback_channel_id = (SELECT id FROM channels WHERE code = ?)
         WHERE id = ?
        """,
        name,
        kept.newest(),
        kept.days(),
        kept.bodyDays(),
        twoStep,
        pingKey,
        fallback.orElse(null),
        was.id());
    Audit.note(tx, was.id(), acting.actor(), "project.update", Map.of("changes", changes));
    return new Project(
        was.id(),
        was.code(),
        name,
        pingKey,
        was.limits(),
        twoStep,
        kept,
        fallback,
        was.createdAt(),
        was.role());
  }

  private static void noteNumber(Map<String, Object> changes, String name, int was, int is) {
    if (was != is) {
      changes.put(name, List.of(was, is));
    }
  }

  /** Lets a project become larger, or stops it from growing: what is there stays. */
  public void limit(Project project, ProjectLimits limits, String actor) {
    if (limits.equals(project.limits())) {
      return;
    }
    db.transaction(
        "limiting project " + project.code(),
        tx -> {
          tx.update(
              "limiting project " + project.code(),
              """
              UPDATE projects SET check_limit = ?, member_limit = ?, channel_limit = ?, ping_limit = ?
               WHERE id = ?
              """,
              limits.checks(),
              limits.members(),
              limits.channels(),
              limits.pingsPerMinute(),
              project.id());
          Audit.note(
              tx,
              project.id(),
              actor,
              "project.limits",
              Map.of(
                  "checks", limits.checks(),
                  "members", limits.members(),
                  "channels", limits.channels(),
                  "pings_per_minute", limits.pingsPerMinute()));
          return limits;
        });
  }

  private static String word(Optional<UUID> channel) {
    return channel.map(UUID::toString).orElse("");
  }

  /**
   * Deletes a project with all it has, its audit log too; that it was deleted stays in the log,
   * with no project. Pings are left to upkeep: they may be many.
   */
  public Outcome<Project> delete(Project project, Acting acting) {
    if (!acting.mayDelete()) {
      return Outcome.refused(
          Reason.FORBIDDEN, "only an owner deletes a project, or a key of it with all scopes");
    }
    return db.transaction(
        "deleting project " + project.code(),
        tx ->
            Projects.lock(tx, project)
                .map(was -> delete(tx, was, acting))
                .orElseGet(ProjectChanges::missing));
  }

  private static Outcome<Project> delete(Tx tx, Project was, Acting acting) {
    // In the order in which listeners lock them: else one of us would have to give up.
    tx.query(
        "locking the checks of project " + was.code(),
        """
        SELECT s.check_id FROM check_state s JOIN checks c ON c.id = s.check_id
         WHERE c.project_id = ? ORDER BY s.check_id FOR UPDATE OF s
        """,
        row -> true,
        was.id());
    tx.update("deleting project " + was.code(), "DELETE FROM projects WHERE id = ?", was.id());
    Audit.note(
        tx,
        null,
        acting.actor(),
        "project.delete",
        Map.of("project", was.code().toString(), "name", was.name()));
    return Outcome.done(was);
  }

  private static <T> Outcome<T> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such project");
  }
}
