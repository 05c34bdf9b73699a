package dev.tocsin.dashboard.export;

import java.util.List;

/**
 * One file of an archive: the rows of a query, each a JSON object.
 *
 * @param name of the file, without its end
 * @param sql a query of rows with a number {@code k}; its first parameter is the {@code k} after
 *     which it goes on, then those below, and the last one is how many rows; in the order of {@code
 *     k}
 * @param parameters of the query
 * @param rows read at once: fewer where one may be long
 */
record Part(String name, String sql, List<Object> parameters, int rows) {

  private static final int USUAL = 500;

  static Part of(String name, String sql, Object... parameters) {
    return new Part(name, sql, List.of(parameters), USUAL);
  }

  /**
   * The same for a query whose parameters are those below and no others, and that numbers its rows
   * itself: they are few.
   */
  Part numbered() {
    // The number after which it goes on comes first, the query's own parameters second.
    return new Part(
        name,
        "SELECT q.* FROM (SELECT ?::bigint AS after) a, (%s) q WHERE q.k > a.after ORDER BY q.k LIMIT ?"
            .formatted(sql),
        parameters,
        rows);
  }

  /** The same with rows that may be long. */
  Part few() {
    return new Part(name, sql, parameters, 20);
  }
}
