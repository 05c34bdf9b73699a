package dev.tocsin.ping.apply;

import dev.tocsin.ping.apply.Quotas.Quota;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Reads {@link Quotas}: one small statement, unless a project is limited. */
final class QuotaTaker {

  /** More limited projects than this are not. */
  private static final int MOST_PROJECTS = 50_000;

  private static final String PROJECTS =
      "SELECT id, ping_key, ping_limit FROM projects WHERE ping_limit > 0 ORDER BY id LIMIT $1";

  private static final String CHECKS =
      """
      SELECT c.code, p.id, p.ping_limit FROM checks c JOIN projects p ON p.id = c.project_id
       WHERE p.ping_limit > 0 LIMIT $1
      """;

  private QuotaTaker() {}

  /**
   * Reads them.
   *
   * @param ask sends a statement and waits for its rows
   */
  static Quotas read(BiFunction<String, Tuple, Iterable<Row>> ask) {
    Map<String, Quota> byPingKey = new HashMap<>();
    for (Row row : ask.apply(PROJECTS, Tuple.of(MOST_PROJECTS))) {
      byPingKey.put(row.getString(1), new Quota(row.getLong(0), row.getInteger(2)));
    }
    if (byPingKey.isEmpty()) {
      return Quotas.NONE;
    }
    Map<UUID, Quota> byCode = new HashMap<>();
    for (Row row : ask.apply(CHECKS, Tuple.of(Quotas.MOST_CHECKS))) {
      byCode.put(row.getUUID(0), new Quota(row.getLong(1), row.getInteger(2)));
    }
    return new Quotas(byCode, byPingKey);
  }
}
