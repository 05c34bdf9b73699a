package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Ear;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.ping.journal.Entry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Blind time, as one transaction has to see it: what the database says of all streams, and of our
 * own stream what is about to be written. Asks only when some check has missed a deadline, which is
 * rare. For one transaction.
 */
final class BlindReader {

  /** How far back a second look reaches, when an interval began before what the first one saw. */
  private static final Duration FURTHER = Duration.ofHours(1);

  // Those that were there later, and the last one before: the time after that may be blind. Of
  // those that were lost, whoever was there about then, too: one of several is blind for longer.
  private static final String STREAMS =
      """
      SELECT id, node, opened_at, heard_through, closed_at, closed_why IS DISTINCT FROM 'stopped'
        FROM streams s
       WHERE id <> $2 AND (closed_at IS NULL OR greatest(closed_at, heard_through) >= $1
          OR id = (SELECT id FROM streams
                    WHERE id <> $2 AND closed_at IS NOT NULL
                      AND greatest(closed_at, heard_through) < $1
                    ORDER BY heard_through DESC LIMIT 1)
          OR EXISTS (SELECT 1 FROM streams lost
                      WHERE lost.closed_why <> 'stopped'
                        AND greatest(lost.closed_at, lost.heard_through) >= $1
                        AND lost.heard_through BETWEEN s.opened_at - interval '%1$d s'
                                                   AND s.heard_through + interval '%1$d s'))
      """
          .formatted(BlindTimes.FAILOVER_BLIND.toSeconds());

  private static final String DEAF =
      "SELECT stream_id, since, until FROM deaf_times WHERE until > $1";

  private final Work work;
  private final ApplierConfig config;
  private final UUID own;
  private final HearingStep step;
  private final Instant heardThrough;
  private @Nullable BlindTimes known;
  private Instant knownSince = Instant.MAX;

  /**
   * @param step what the transaction will say of its own stream
   * @param pings of the transaction: what a stream heard, it heard
   */
  BlindReader(Work work, ApplierConfig config, UUID own, HearingStep step, List<Entry> pings) {
    this.work = work;
    this.config = config;
    this.own = own;
    this.step = step;
    Instant through = step.after().through();
    Instant last = pings.isEmpty() ? through : pings.get(pings.size() - 1).at();
    this.heardThrough = last.isAfter(through) ? last : through;
  }

  /** The blind time that ends after {@code since}, each interval whole, wherever it began. */
  BlindTimes since(Instant since) {
    BlindTimes read = known;
    if (read == null || since.isBefore(knownSince)) {
      read = read(since);
      known = read;
      knownSince = since;
    }
    return read;
  }

  private BlindTimes read(Instant since) {
    Instant from = since;
    Duration further = FURTHER;
    while (true) {
      BlindTimes blind = readOnce(from);
      List<Interval> ending = blind.endingAfter(since);
      if (ending.isEmpty() || ending.get(0).since().isAfter(from)) {
        return blind;
      }
      from = from.minus(further);
      further = further.multipliedBy(2);
    }
  }

  private BlindTimes readOnce(Instant from) {
    OffsetDateTime failedOver = Columns.at(from.minus(BlindTimes.FAILOVER_BLIND));
    // First the streams: what is noted in between makes time blind that nobody judges by yet.
    Future<RowSet<Row>> streams = work.send(STREAMS, Tuple.of(failedOver, own));
    Map<UUID, List<Interval>> deaf = new HashMap<>();
    for (Row row : work.answer(work.send(DEAF, Tuple.of(Columns.at(from))))) {
      deaf.computeIfAbsent(row.getUUID(0), stream -> new ArrayList<>())
          .add(new Interval(at(row, 1), at(row, 2)));
    }
    List<Ear> ears = new ArrayList<>();
    for (Row row : work.answer(streams)) {
      List<Interval> times = deaf.getOrDefault(row.getUUID(0), List.of());
      Instant closed = row.getOffsetDateTime(4) == null ? null : at(row, 4);
      ears.add(new Ear(row.getString(1), at(row, 2), at(row, 3), closed, row.getBoolean(5), times));
    }
    ears.add(ownEar(deaf.getOrDefault(own, List.of())));
    List<Interval> forgotten = deaf.getOrDefault(BlindTimes.ALL_STREAMS, List.of());
    return BlindTimes.of(ears, forgotten, BlindTimes.FAILOVER_BLIND);
  }

  /** Of our own stream the database says less than we know, whatever others think of it. */
  private Ear ownEar(List<Interval> written) {
    List<Interval> deaf = new ArrayList<>(written);
    step.deaf().forEach(time -> deaf.add(new Interval(time.since(), time.until())));
    return new Ear(config.node(), step.after().openedAt(), heardThrough, null, false, deaf);
  }

  private static Instant at(Row row, int column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
