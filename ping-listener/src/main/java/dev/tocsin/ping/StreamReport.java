package dev.tocsin.ping;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * What this process says of its own stream, to whoever wonders why its row stands still.
 *
 * @param stream the id of its row
 * @param database whether Postgres can be reached
 * @param heardThrough what the row says, as far as this process knows; 1970: it never saw the row
 */
public record StreamReport(UUID stream, boolean database, Instant heardThrough) {

  /** As {@code GET /stream} answers. */
  public String json() {
    return new JsonObject()
        .put("stream", stream.toString())
        .put("database", database ? "reached" : "away")
        .put("heard_through", heardThrough.toString())
        .encode();
  }
}
