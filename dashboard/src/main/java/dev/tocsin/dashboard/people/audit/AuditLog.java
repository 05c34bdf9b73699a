package dev.tocsin.dashboard.people.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.util.List;

/** Reads what was done, newest first. Blocking. */
public final class AuditLog {

  /** Far enough back to know what kinds of actions there are. */
  private static final int LOOKED_AT = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Db db;

  public AuditLog(Db db) {
    this.db = db;
  }

  /** What was done in a project. */
  public List<Event> ofProject(long projectId, AuditFilter filter, int limit) {
    return read("project_id", projectId, filter, limit);
  }

  /** What concerned somebody's own account. */
  public List<Event> ofAccount(Account account, AuditFilter filter, int limit) {
    return read("account_id", account.id(), filter, limit);
  }

  /** The actions that were done lately, by name: to choose from. */
  public List<String> actionsOfProject(long projectId) {
    return actions("project_id", projectId);
  }

  /** The same for an account. */
  public List<String> actionsOfAccount(Account account) {
    return actions("account_id", account.id());
  }

  private List<Event> read(String column, long id, AuditFilter filter, int limit) {
    return db.query(
        "reading the audit log",
        """
        SELECT id, at, actor, action, detail::text AS detail FROM audit
         WHERE %s = ? AND id < ? AND at >= ? AND at < ?
           AND (? = '' OR position(lower(?) IN lower(actor)) > 0)
           AND (? = '' OR action = ? OR starts_with(action, ? || '.'))
         ORDER BY id DESC LIMIT ?
        """
            .formatted(column),
        AuditLog::event,
        id,
        filter.before(),
        filter.from(),
        filter.until(),
        filter.actor(),
        filter.actor(),
        filter.action(),
        filter.action(),
        filter.action(),
        limit);
  }

  private List<String> actions(String column, long id) {
    return db.query(
        "reading the actions of the audit log",
        """
        SELECT DISTINCT action FROM (
          SELECT action FROM audit WHERE %s = ? ORDER BY id DESC LIMIT ?) lately ORDER BY action
        """
            .formatted(column),
        row -> row.string("action"),
        id,
        LOOKED_AT);
  }

  private static Event event(Row row) throws SQLException {
    try {
      return new Event(
          row.number("id"),
          row.instant("at"),
          row.string("actor"),
          row.string("action"),
          JSON.readTree(row.string("detail")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Postgres keeps JSON only", e);
    }
  }
}
