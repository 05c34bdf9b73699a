package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Projects. Blocking: call it on a worker thread. */
public final class Projects {

  /** Alerts carry it, and so do menus. */
  public static final int LONGEST_NAME = 60;

  /** The longest log of one check: pages and the API show the newest thousand. */
  public static final int MOST_PINGS = 10_000;

  /** Ten years, for pings and bodies that are kept by time. */
  public static final int MOST_DAYS = 3_660;

  /** An account that owns more is a program that has gone wild. */
  public static final int MOST_OWNED = 1000;

  private static final int PING_KEY_LENGTH = 22;

  private static final String COLUMNS =
      "p.id, p.code, p.name, p.ping_key, p.check_limit, p.member_limit, p.channel_limit,"
          + " p.ping_limit, p.two_step, p.ping_log_limit, p.ping_log_days,"
          + " p.body_days, p.created_at,"
          + " (SELECT code FROM channels WHERE id = p.fallback_channel_id) AS fallback";

  private static final String OF_MEMBERS =
      "SELECT %s, m.role FROM projects p JOIN members m ON m.project_id = p.id".formatted(COLUMNS);

  private final Db db;
  private final ProjectLimits limits;

  /**
   * @param limits of new projects
   */
  public Projects(Db db, ProjectLimits limits) {
    this.db = db;
    this.limits = limits;
  }

  public Projects(Db db) {
    this(db, ProjectLimits.USUAL);
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
                INSERT INTO projects
                  (name, ping_key, check_limit, member_limit, channel_limit, ping_limit)
                VALUES (?, ?, ?, ?, ?, ?)
                RETURNING id, code
                """,
                row -> Map.entry(row.number("id"), row.uuid("code")),
                name,
                pingKey,
                limits.checks(),
                limits.members(),
                limits.channels(),
                limits.pingsPerMinute())
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

  /** What ping URLs by name begin with. */
  static String newPingKey() {
    return Tokens.random(Tokens.URL_SAFE, PING_KEY_LENGTH);
  }

  /** As {@link #find}, locked until the transaction ends. */
  static Optional<Project> lock(Tx tx, Project project) {
    return tx.first(
        "locking project " + project.code(),
        "SELECT %s, ? AS role FROM projects p WHERE p.id = ? FOR NO KEY UPDATE".formatted(COLUMNS),
        Projects::project,
        project.role().word(),
        project.id());
  }

  private static Project project(Row row) throws SQLException {
    return new Project(
        row.number("id"),
        row.uuid("code"),
        row.string("name"),
        row.string("ping_key"),
        new ProjectLimits(
            row.integer("check_limit"),
            row.integer("member_limit"),
            row.integer("channel_limit"),
            row.integer("ping_limit")),
        row.flag("two_step"),
        new KeptPings(
            row.integer("ping_log_limit"), row.integer("ping_log_days"), row.integer("body_days")),
        Optional.ofNullable(row.uuidOrNull("fallback")),
        row.instant("created_at"),
        Role.of(row.string("role")).orElseThrow());
  }
}
