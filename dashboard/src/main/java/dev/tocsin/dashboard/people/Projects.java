package dev.tocsin.dashboard.people;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Projects and their keys. Blocking: call it on a worker thread. */
public final class Projects {

  /** How many checks a new project may have, unless the settings say otherwise. */
  public static final int DEFAULT_CHECK_LIMIT = 1000;

  private static final int PING_KEY_LENGTH = 22;
  private static final int SECRET_LENGTH = 28;

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
    return db.transaction("making a project", tx -> make(tx, name, actor, Optional.empty()));
  }

  /** Makes a project that this account owns. */
  public NewProject create(String name, Account owner) {
    return db.transaction(
        "making a project", tx -> make(tx, name, owner.email(), Optional.of(owner.id())));
  }

  private NewProject make(Tx tx, String name, String actor, Optional<Long> owner) {
    String pingKey = Tokens.random(Tokens.URL_SAFE, PING_KEY_LENGTH);
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
    String write = makeKey(tx, id, "", false, actor);
    String read = makeKey(tx, id, "", true, actor);
    return new NewProject(id, ids.getValue(), name, write, read, pingKey);
  }

  /** Makes a key and returns it: nobody can read it later. */
  public String createKey(long projectId, String name, boolean readOnly, String actor) {
    return db.transaction("making a key", tx -> makeKey(tx, projectId, name, readOnly, actor));
  }

  private static String makeKey(
      Tx tx, long projectId, String name, boolean readOnly, String actor) {
    String key = (readOnly ? "hcr_" : "hcw_") + Tokens.random(Tokens.ALPHANUMERIC, SECRET_LENGTH);
    String hint = key.substring(key.length() - 4);
    tx.update(
        "making a key",
        "INSERT INTO api_keys (project_id, name, read_only, hash, hint) VALUES (?, ?, ?, ?, ?)",
        projectId,
        name,
        readOnly,
        Tokens.sha256(key),
        hint);
    Audit.note(tx, projectId, actor, "key.create", Map.of("hint", hint, "read_only", readOnly));
    return key;
  }

  /** Makes a key worthless at once; false if the project has no such key. */
  public boolean revokeKey(long projectId, long keyId, String actor) {
    return db.transaction(
        "revoking a key",
        tx -> {
          Optional<String> hint =
              tx.first(
                  "revoking a key",
                  "DELETE FROM api_keys WHERE project_id = ? AND id = ? RETURNING hint",
                  row -> row.string("hint"),
                  projectId,
                  keyId);
          hint.ifPresent(h -> Audit.note(tx, projectId, actor, "key.revoke", Map.of("hint", h)));
          return hint.isPresent();
        });
  }

  /** The keys of a project, oldest first. */
  public List<ApiKey> keys(long projectId) {
    return db.query(
        "reading the keys of project " + projectId,
        """
        SELECT id, name, read_only, hint, created_at, used_at FROM api_keys
         WHERE project_id = ? ORDER BY id
        """,
        row ->
            new ApiKey(
                row.number("id"),
                row.string("name"),
                row.flag("read_only"),
                row.string("hint"),
                row.instant("created_at"),
                row.instantOrNull("used_at")),
        projectId);
  }

  /** Gives a project another name. */
  public void rename(long projectId, String name, String actor) {
    db.transaction(
        "renaming a project",
        tx -> {
          tx.update(
              "renaming a project", "UPDATE projects SET name = ? WHERE id = ?", name, projectId);
          Audit.note(tx, projectId, actor, "project.rename", Map.of("name", name));
          return true;
        });
  }

  /** The projects of an account, by name. */
  public List<Project> of(long accountId) {
    return db.query(
        "reading the projects of account " + accountId,
        SELECT + " WHERE m.account_id = ? ORDER BY lower(p.name), p.id",
        Projects::project,
        accountId);
  }

  /** A project, if this account is a member of it. */
  public Optional<Project> find(long accountId, UUID code) {
    return db.first(
        "reading project " + code,
        SELECT + " WHERE m.account_id = ? AND p.code = ?",
        Projects::project,
        accountId,
        code);
  }

  private static final String SELECT =
      """
      SELECT p.id, p.code, p.name, p.ping_key, p.check_limit, m.role
        FROM projects p JOIN members m ON m.project_id = p.id
      """;

  private static Project project(Row row) throws SQLException {
    return new Project(
        row.number("id"),
        row.uuid("code"),
        row.string("name"),
        row.string("ping_key"),
        row.integer("check_limit"),
        row.string("role"));
  }
}
