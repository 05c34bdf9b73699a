package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Projects. Blocking: call it on a worker thread. */
public final class Projects {

  /** How many checks a new project may have, unless the settings say otherwise. */
  public static final int DEFAULT_CHECK_LIMIT = 1000;

  /** Alerts carry it, and so do menus. */
  public static final int LONGEST_NAME = 60;

  /** The longest log of one check: pages and the API show the newest thousand. */
  public static final int MOST_PINGS = 10_000;

  /** An account that owns more is a program that has gone wild. */
  public static final int MOST_OWNED = 1000;

  private static final int PING_KEY_LENGTH = 22;

  private static final String COLUMNS =
      "p.id, p.code, p.name, p.ping_key, p.check_limit, p.ping_log_limit, p.created_at,"
          + " (SELECT code FROM channels WHERE id = p.fallback_channel_id) AS fallback";

  private static final String OF_MEMBERS =
      "SELECT %s, m.role FROM projects p JOIN members m ON m.project_id = p.id".formatted(COLUMNS);

  private final Db db;
  private final int checkLimit;

  /**
   * @param checkLimit how many checks a new project may have
   */
  public Projects(Db db, int checkLimit) {
    this.db = db;
    this.checkLimit = checkLimit;
  }

  public Projects(Db db) {
    this(db, DEFAULT_CHECK_LIMIT);
  }

  /**
   * Makes a project for the oldest account; if nobody has an account yet, the first one will own
   * it.
   *
   * @param actor who does it, for the audit log
   */
  public NewProject create(String name, String actor) {
    return db.transaction("making a project", tx -> insert(tx, name, actor, Optional.empty()));
  }

  /** Makes a project that this account owns. */
  public Outcome<NewProject> create(String name, Account owner) {
    return create(name, owner, owner.email());
  }

  /**
   * Makes a project that this account owns.
   *
   * @param actor who does it, for the audit log
   */
  public Outcome<NewProject> create(String name, Account owner, String actor) {
    return db.transaction(
        "making a project",
        tx ->
            lockAndCount(tx, owner) >= MOST_OWNED
                ? Outcome.refused(
                    Reason.CONFLICT, "this account owns %d projects already".formatted(MOST_OWNED))
                : Outcome.done(insert(tx, name, actor, Optional.of(owner.id()))));
  }

  private static int lockAndCount(Tx tx, Account owner) {
    tx.query(
        "locking account " + owner.id(),
        "SELECT 1 FROM accounts WHERE id = ? FOR NO KEY UPDATE",
        row -> true,
        owner.id());
    return tx.first(
            "counting projects",
            "SELECT count(*) AS n FROM members WHERE account_id = ? AND role = 'owner'",
            row -> row.integer("n"),
            owner.id())
        .orElse(0);
  }

  private NewProject insert(Tx tx, String name, String actor, Optional<Long> owner) {
    String pingKey = newPingKey();
    var ids =
        tx.first(
                "making a project",
                """
                INSERT INTO projects (name, ping_key, check_limit) VALUES (?, ?, ?)
                RETURNING id, code
                """,
                row -> Map.entry(row.number("id"), row.uuid("code")),
                name,
                pingKey,
                checkLimit)
            .orElseThrow();
    long id = ids.getKey();
    tx.update(
        "giving a project its owner",
        """
        INSERT INTO members (project_id, account_id, role)
        SELECT ?, id, 'owner' FROM accounts
         WHERE id = coalesce(?, (SELECT min(id) FROM accounts))
        """,
        id,
        owner.orElse(null));
    Audit.note(tx, id, actor, "project.create", Map.of("name", name));
    KeyHolder holder = KeyHolder.project(id);
    String write = Keys.insert(tx, holder, "", Rights.FULL, actor).key();
    String read = Keys.insert(tx, holder, "", Rights.READ, actor).key();
    return new NewProject(id, ids.getValue(), name, write, read, pingKey);
  }

  /** The projects of an account, by name. */
  public List<Project> of(long accountId) {
    return db.query(
        "reading the projects of account " + accountId,
        OF_MEMBERS + " WHERE m.account_id = ? ORDER BY lower(p.name), p.id",
        Projects::project,
        accountId);
  }

  /** A project, if this account is a member of it. */
  public Optional<Project> find(long accountId, UUID code) {
    return db.first(
        "reading project " + code,
        OF_MEMBERS + " WHERE m.account_id = ? AND p.code = ?",
        Projects::project,
        accountId,
        code);
  }

  /**
   * A project, whoever belongs to it.
   *
   * @param role what whoever asks may do in it
   */
  public Optional<Project> find(UUID code, Role role) {
    return db.first(
        "reading project " + code,
        "SELECT %s, ? AS role FROM projects p WHERE p.code = ?".formatted(COLUMNS),
        Projects::project,
        role.word(),
        code);
  }

  /**
   * A project, whoever belongs to it.
   *
   * @param role what whoever asks may do in it
   */
  public Optional<Project> find(long id, Role role) {
    return db.first(
        "reading project " + id,
        "SELECT %s, ? AS role FROM projects p WHERE p.id = ?".formatted(COLUMNS),
        Projects::project,
        role.word(),
        id);
  }

  /** Changes a project, and returns what it is then. */
  public Outcome<Project> update(Project project, ProjectEdit edit, Acting acting) {
    if (!acting.role().mayManage()) {
      return Outcome.refused(Reason.FORBIDDEN, "only managers and owners change a project");
    }
    return db.transaction(
        "changing project " + project.code(),
        tx ->
            lock(tx, project)
                .map(
                    was ->
                        isOurs(tx, was, edit)
                            ? Outcome.done(update(tx, was, edit, acting))
                            : Outcome.<Project>refused(
                                Reason.INVALID, "fallback_channel is no channel of this project"))
                .orElseGet(Projects::missing));
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

  private static Optional<Project> lock(Tx tx, Project project) {
    return tx.first(
        "locking project " + project.code(),
        "SELECT %s, ? AS role FROM projects p WHERE p.id = ? FOR NO KEY UPDATE".formatted(COLUMNS),
        Projects::project,
        project.role().word(),
        project.id());
  }

  private static Project update(Tx tx, Project was, ProjectEdit edit, Acting acting) {
    String name = edit.name().orElse(was.name());
    int pings = edit.pingLogLimit().orElse(was.pingLogLimit());
    Map<String, Object> changes = new LinkedHashMap<>();
    if (!name.equals(was.name())) {
      changes.put("name", List.of(was.name(), name));
    }
    if (pings != was.pingLogLimit()) {
      changes.put("ping_log_limit", List.of(was.pingLogLimit(), pings));
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
    String pingKey = edit.newPingKey() ? newPingKey() : was.pingKey();
    tx.update(
        "changing project " + was.code(),
        """
        UPDATE projects SET name = ?, ping_log_limit = ?, ping_key = ?,
               fallback_channel_id = (SELECT id FROM channels WHERE code = ?)
         WHERE id = ?
        """,
        name,
        pings,
        pingKey,
        fallback.orElse(null),
        was.id());
    Audit.note(tx, was.id(), acting.actor(), "project.update", Map.of("changes", changes));
    return new Project(
        was.id(),
        was.code(),
        name,
        pingKey,
        was.checkLimit(),
        pings,
        fallback,
        was.createdAt(),
        was.role());
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
        tx -> lock(tx, project).map(was -> delete(tx, was, acting)).orElseGet(Projects::missing));
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

  private static String newPingKey() {
    return Tokens.random(Tokens.URL_SAFE, PING_KEY_LENGTH);
  }

  private static <T> Outcome<T> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such project");
  }

  private static Project project(Row row) throws SQLException {
    return new Project(
        row.number("id"),
        row.uuid("code"),
        row.string("name"),
        row.string("ping_key"),
        row.integer("check_limit"),
        row.integer("ping_log_limit"),
        Optional.ofNullable(row.uuidOrNull("fallback")),
        row.instant("created_at"),
        Role.of(row.string("role")).orElseThrow());
  }
}
