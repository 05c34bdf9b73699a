package dev.tocsin.dashboard.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.store.Tx;
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

  private static String text(Map<String, ? extends @Nullable Object> detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always become JSON", e);
    }
  }
}
