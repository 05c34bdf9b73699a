package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees that what a message tells is part of something larger: many checks of its project that
 * missed their deadlines, or came back, within a minute. Counted over all channels, since the event
 * is the project's and not the channel's.
 */
final class Storms {

  /** The number of active checks is believed for as long: counting them reads them all. */
  private static final Duration COUNT_HOLDS = Duration.ofMinutes(1);

  private final StormLimits limits;
  private final Map<Long, Counted> active = new ConcurrentHashMap<>();

  /**
   * A storm, or its end.
   *
   * @param together how many checks at most within the time that counts
   * @param active how many checks of the project are up or down
   * @param latest the last of them in this message
   */
  record Storm(long together, long active, Instant latest) {}

  private record Counted(long checks, Instant at) {}

  Storms(StormLimits limits) {
    this.limits = limits;
  }

  /**
   * @param downs whether the message tells of downs; otherwise of recoveries
   */
  Optional<Storm> around(Tx tx, long project, boolean downs, List<Waiting> members, Instant now) {
    if (members.size() < 2) {
      return Optional.empty();
    }
    Own own = own(tx, downs, members);
    if (own.first() == null || own.last() == null || own.latest() == null) {
      return Optional.empty();
    }
    long together = together(tx, project, downs, own.first(), own.last());
    if (together <= limits.checks()) {
      return Optional.empty();
    }
    long all = Math.max(together, active(tx, project, now));
    return limits.isStorm(together, all)
        ? Optional.of(new Storm(together, all, own.latest()))
        : Optional.empty();
  }

  /** When the flips in a message that count were written down, and the latest of them. */
  private record Own(@Nullable Instant first, @Nullable Instant last, @Nullable Instant latest) {
    static Own of(Row row) throws SQLException {
      return new Own(
          row.instantOrNull("first"), row.instantOrNull("last"), row.instantOrNull("latest"));
    }
  }

  private static Own own(Tx tx, boolean downs, List<Waiting> members) {
    return tx.first(
            "reading when the members of a message happened",
            """
            SELECT min(f.noted_at) AS first, max(f.noted_at) AS last, max(f.at) AS latest
              FROM deliveries d JOIN flips f ON f.id = d.flip_id
             WHERE d.id = ANY(?) AND CASE WHEN ? THEN f.new_status = 'down' AND f.reason = 'timeout'
                                          ELSE f.new_status = 'up' END
            """,
            Own::of,
            members.stream().map(Waiting::id).toList(),
            downs)
        .orElseThrow();
  }

  private long together(Tx tx, long project, boolean downs, Instant first, Instant last) {
    return tx.first(
            "counting what happened together",
            """
            SELECT coalesce(max(n), 0) AS n FROM (
              SELECT count(*) OVER (ORDER BY f.at RANGE BETWEEN ?::interval PRECEDING
                                                            AND CURRENT ROW) AS n
                FROM flips f JOIN checks c ON c.id = f.check_id
               WHERE c.project_id = ? AND f.noted_at BETWEEN ? AND ?
                 AND CASE WHEN ? THEN f.new_status = 'down' AND f.reason = 'timeout'
                          ELSE f.new_status = 'up' AND f.old_status = 'down' END) counted
            """,
            row -> row.number("n"),
            limits.within(),
            project,
            first.minus(limits.within()),
            last.plus(limits.within()),
            downs)
        .orElse(0L);
  }

  private long active(Tx tx, long project, Instant now) {
    Counted counted = active.get(project);
    if (counted == null || Duration.between(counted.at(), now).abs().compareTo(COUNT_HOLDS) > 0) {
      long checks =
          tx.first(
                  "counting active checks",
                  """
                  SELECT count(*) AS n FROM checks c JOIN check_state s ON s.check_id = c.id
                   WHERE c.project_id = ? AND s.status IN ('up', 'down')
                  """,
                  row -> row.number("n"),
                  project)
              .orElse(0L);
      counted = new Counted(checks, now);
      active.put(project, counted);
    }
    return counted.checks();
  }
}
