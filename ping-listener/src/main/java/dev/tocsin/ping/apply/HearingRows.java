package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.ClockEvent;
import dev.tocsin.ping.journal.DeafTime;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Writes deaf times and jumps of the clock: beside the cursor that moves over what said them. */
final class HearingRows {

  // A time that goes on is said again. With a cursor that is not as we left it, nothing is true.
  private static final String DEAF =
      """
      INSERT INTO deaf_times AS was (stream_id, node, since, until, cause)
      SELECT s.id, s.node, v.*
        FROM streams s, unnest($3::timestamptz[], $4::timestamptz[], $5::text[]) AS v
       WHERE s.id = $1 AND s.cursor = $2
      ON CONFLICT (stream_id, since, cause)
      DO UPDATE SET until = greatest(was.until, excluded.until)
      """;

  private static final String CLOCKS =
      """
      INSERT INTO clock_events (stream_id, node, jumped_from, jumped_to)
      SELECT s.id, s.node, v.*
        FROM streams s, unnest($3::timestamptz[], $4::timestamptz[]) AS v
       WHERE s.id = $1 AND s.cursor = $2
      ON CONFLICT DO NOTHING
      """;

  private HearingRows() {}

  /**
   * Sends them; the commit hears of failures.
   *
   * @param cursor where the transaction has put it by now
   */
  static void send(Work work, UUID stream, long cursor, HearingStep step) {
    List<DeafTime> deaf = step.deaf();
    if (!deaf.isEmpty()) {
      work.send(
          DEAF,
          Tuple.of(stream, cursor)
              .addArrayOfOffsetDateTime(
                  deaf.stream().map(t -> Columns.at(t.since())).toArray(OffsetDateTime[]::new))
              .addArrayOfOffsetDateTime(
                  deaf.stream().map(t -> Columns.at(t.until())).toArray(OffsetDateTime[]::new))
              .addArrayOfString(deaf.stream().map(t -> t.cause().word()).toArray(String[]::new)));
    }
    List<ClockEvent> clocks = step.clocks();
    if (!clocks.isEmpty()) {
      work.send(
          CLOCKS,
          Tuple.of(stream, cursor)
              .addArrayOfOffsetDateTime(
                  clocks.stream().map(c -> Columns.at(c.from())).toArray(OffsetDateTime[]::new))
              .addArrayOfOffsetDateTime(
                  clocks.stream().map(c -> Columns.at(c.to())).toArray(OffsetDateTime[]::new)));
    }
  }
}
