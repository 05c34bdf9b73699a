package dev.tocsin.store;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Ear;
import dev.tocsin.domain.check.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads blind time out of what the streams left behind ({@link BlindTimes}). */
public final class BlindRows {

  /** How far back a second look reaches, when an interval began before what the first one saw. */
  private static final Duration FURTHER = Duration.ofHours(1);

  private BlindRows() {}

  /**
   * The blind time that ends after {@code since}: each interval whole, wherever it began, since its
   * length decides what it excuses. Read it after the watermark; up to there it is final.
   */
  public static BlindTimes read(Tx tx, Instant since) {
    Instant from = since;
    Duration further = FURTHER;
    while (true) {
      BlindTimes blind = readOnce(tx, from);
      List<Interval> ending = blind.endingAfter(since);
      if (ending.isEmpty() || ending.get(0).since().isAfter(from)) {
        return blind;
      }
      from = from.minus(further);
      further = further.multipliedBy(2);
    }
  }

  private static BlindTimes readOnce(Tx tx, Instant from) {
    // First the streams: what is noted in between makes time blind that nobody judges by yet.
    List<Stream> streams = streams(tx, from.minus(BlindTimes.FAILOVER_BLIND));
    Map<UUID, List<Interval>> deaf = new HashMap<>();
    for (Deaf time : deafTimes(tx, from)) {
      deaf.computeIfAbsent(time.stream(), stream -> new ArrayList<>()).add(time.at());
    }
    List<Ear> ears =
        streams.stream()
            .map(stream -> stream.ear(deaf.getOrDefault(stream.id(), List.of())))
            .toList();
    List<Interval> forgotten = deaf.getOrDefault(BlindTimes.ALL_STREAMS, List.of());
    return BlindTimes.of(ears, forgotten, BlindTimes.FAILOVER_BLIND);
  }

  /**
   * Those that were there after {@code from}, and the last one before: time after it is blind. Of
   * those that were lost, whoever was there about then, too: one of several is blind for longer.
   */
  private static List<Stream> streams(Tx tx, Instant from) {
    return tx.query(
        "reading streams",
        """
        SELECT id, node, opened_at, heard_through, closed_at, closed_why FROM streams s
         WHERE closed_at IS NULL OR greatest(closed_at, heard_through) >= ?
            OR id = (SELECT id FROM streams
                      WHERE closed_at IS NOT NULL AND greatest(closed_at, heard_through) < ?
                      ORDER BY heard_through DESC LIMIT 1)
            OR EXISTS (SELECT 1 FROM streams lost
                        WHERE lost.closed_why <> 'stopped'
                          AND greatest(lost.closed_at, lost.heard_through) >= ?
                          AND lost.heard_through BETWEEN s.opened_at - interval '%1$d s'
                                                     AND s.heard_through + interval '%1$d s')
        """
            .formatted(BlindTimes.FAILOVER_BLIND.toSeconds()),
        row ->
            new Stream(
                row.uuid("id"),
                row.string("node"),
                row.instant("opened_at"),
                row.instant("heard_through"),
                row.instantOrNull("closed_at"),
                row.stringOrNull("closed_why")),
        from,
        from,
        from);
  }

  private static List<Deaf> deafTimes(Tx tx, Instant from) {
    return tx.query(
        "reading deaf times",
        "SELECT stream_id, since, until FROM deaf_times WHERE until > ?",
        row ->
            new Deaf(
                row.uuid("stream_id"), new Interval(row.instant("since"), row.instant("until"))),
        from);
  }

  private record Deaf(UUID stream, Interval at) {}

  private record Stream(
      UUID id,
      String node,
      Instant openedAt,
      Instant heardThrough,
      @Nullable Instant closedAt,
      @Nullable String closedWhy) {

    Ear ear(List<Interval> deaf) {
      boolean lost = closedWhy != null && !closedWhy.equals("stopped");
      return new Ear(node, openedAt, heardThrough, closedAt, lost, deaf);
    }
  }
}
