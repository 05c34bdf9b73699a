package dev.tocsin.alerter.delivery;

import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is in no message yet.
 *
 * @param checkId null for a test of the channel as such
 * @param status where the check stands after the flip; null for a test
 * @param news what it tells, whoever made the row: code, instant, status and channel, no sequence
 */
record Waiting(long id, @Nullable Long checkId, @Nullable Status status, String news) {

  static Waiting of(Row row) throws SQLException {
    String status = row.stringOrNull("new_status");
    return new Waiting(
        row.number("id"),
        row.numberOrNull("check_id"),
        status == null ? null : Status.of(status),
        row.string("news"));
  }

  boolean isTest() {
    return status == null;
  }

  boolean isDown() {
    return status == Status.DOWN;
  }
}
