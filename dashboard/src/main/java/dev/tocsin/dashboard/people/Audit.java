package dev.tocsin.dashboard.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what to accounts, projects, keys and channels: one row per change. */
public final class Audit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Audit() {}

  /**
   * Writes a row, in the transaction of the change.
   *
   * @param projectId null for what belongs to no project
   * @param action for example {@code project.create}
   * @param detail plain values; never a secret
   */
  public static void note(
      Tx tx,
      @Nullable Long projectId,
      String actor,
      String action,
      Map<String, ? extends @Nullable Object> detail) {
    tx.update(
        "noting " + action,
        "INSERT INTO audit (project_id, actor, action, detail) VALUES (?, ?, ?, ?::jsonb)",
        projectId,
        actor,
        action,
        text(detail));
  }

  /** Writes a row about somebody's own account, by themselves. */
  public static void noteOwn(
      Tx tx, Account account, String action, Map<String, ? extends @Nullable Object> detail) {
    noteOf(tx, account.id(), account.email(), action, detail);
  }

  /** Writes a row about somebody's own account: they see it, whatever they are called later. */
  public static void noteOf(
      Tx tx,
      long accountId,
      String actor,
      String action,
      Map<String, ? extends @Nullable Object> detail) {
    tx.update(
        "noting " + action,
        "INSERT INTO audit (account_id, actor, action, detail) VALUES (?, ?, ?, ?::jsonb)",
        accountId,
        actor,
        action,
        text(detail));
  }

  /**
   * Writes many rows of one kind, in one statement.
   *
   * @param details as for {@link #note}, one for each row
   */
  public static void noteAll(
      Tx tx, long projectId, String actor, String action, List<Map<String, Object>> details) {
    if (!details.isEmpty()) {
      tx.update(
          "noting " + action,
          """
          INSERT INTO audit (project_id, actor, action, detail)
          SELECT ?, ?, ?, detail::jsonb FROM unnest(?) detail
          """,
          projectId,
          actor,
          action,
          details.stream().map(Audit::text).toList());
    }
  }

  private static String text(Map<String, ? extends @Nullable Object> detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }
}
