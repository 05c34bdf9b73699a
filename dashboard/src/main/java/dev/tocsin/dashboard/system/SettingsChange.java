package dev.tocsin.dashboard.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A start with other settings than the last good one, as the audit table has it.
 *
 * @param version of the program that was started
 */
public record SettingsChange(
    Instant at, String role, String node, String version, List<Changed> changes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One setting; of a secret only that it is another one. */
  public record Changed(String name, String was, String is) {}

  /** The latest first. */
  public static List<SettingsChange> latest(Tx tx, int limit) {
    return tx.query(
        "reading changes of settings",
        """
        SELECT at, detail::text AS detail FROM audit
         WHERE project_id IS NULL AND action = 'settings.change' ORDER BY id DESC LIMIT ?
        """,
        SettingsChange::of,
        limit);
  }

  private static SettingsChange of(Row row) throws SQLException {
    JsonNode detail = parse(row.string("detail"));
    List<Changed> changes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : detail.path("changes").properties()) {
      changes.add(
          new Changed(
              one.getKey(), one.getValue().path(0).asText(), one.getValue().path(1).asText()));
    }
    return new SettingsChange(
        row.instant("at"),
        detail.path("role").asText(),
        detail.path("node").asText(),
        detail.path("version").asText(),
        changes);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Postgres keeps no JSON that is none", e);
    }
  }
}
