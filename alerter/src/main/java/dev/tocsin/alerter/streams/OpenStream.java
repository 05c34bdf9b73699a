package dev.tocsin.alerter.streams;

import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * An open stream as one look found it.
 *
 * @param node who listens
 * @param address where the node says that it can be reached, as {@code host:port}; empty: nowhere
 * @param stopped whether it waits for somebody who looks into it ({@code stalled_why})
 */
record OpenStream(
    UUID id, String node, String address, Instant heardThrough, long cursor, boolean stopped) {

  static OpenStream of(Row row) throws SQLException {
    return new OpenStream(
        row.uuid("id"),
        row.string("node"),
        row.string("address"),
        row.instant("heard_through"),
        row.number("cursor"),
        row.flag("stopped"));
  }

  /** Whether it is where it was: neither has heard more nor applied more. */
  boolean stands(OpenStream before) {
    return cursor == before.cursor && heardThrough.equals(before.heardThrough);
  }
}
