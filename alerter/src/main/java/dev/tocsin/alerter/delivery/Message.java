package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A message under way.
 *
 * @param attempts how many were made and recorded
 * @param checks the checks it tells of; empty for a test
 * @param members how many deliveries it stands for; none are left if its checks were deleted
 */
record Message(
    long id,
    String key,
    Instant createdAt,
    Instant nextAt,
    int attempts,
    List<Long> checks,
    int members) {

  static Message of(Row row) throws SQLException {
    return new Message(
        row.number("id"),
        row.string("key"),
        row.instant("created_at"),
        row.instant("next_at"),
        row.integer("attempts"),
        row.numbers("checks"),
        row.integer("members"));
  }

  boolean isDue(Instant now) {
    return !nextAt.isAfter(now);
  }
}
