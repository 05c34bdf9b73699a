package dev.tocsin.alerter.delivery;

import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees that what a message tells is part of something larger: many checks of its project that
 * missed their deadlines, or came back, within a minute. Counted over all channels, since the event
 * is the project's and not the channel's.
 */
final class Storms {

  /** The number of active checks is believed for as long: a storm asks for it in every lane. */
  private static final Duration COUNT_HOLDS = Duration.ofMinutes(1);

  /** So is how large it is, while it grows. */
  private static final Duration EVENT_HOLDS = Duration.ofSeconds(1);

  private final StormLimits limits;
  private final Map<Long, Counted> active = new ConcurrentHashMap<>();
  private final Map<Event, Counted> events = new ConcurrentHashMap<>();

  /**
   * A storm, or its end.
   *
   * @param together how many checks at most within the time that counts
   * @param active how many checks of the project are up or down
   * @param latest the last of them in this message
   */
  record Storm(long together, long active, Instant latest) {}

  /** What grows into a storm: the downs of a project, or its recoveries. */
  private record Event(long project, boolean downs) {}

  /**
   * @param whole false: there are more
   */
  private record Counted(long checks, boolean whole, Instant at) {}

  Storms(StormLimits limits) {
    this.limits = limits;
  }

  /**
   * @param downs whether the message tells of downs; otherwise of recoveries
   */
  Optional<Storm> around(Tx tx, long project, boolean downs, List<Waiting> members, Instant now) {
    List<Waiting.Change> changes =
        members.stream()
            .flatMap(member -> Stream.ofNullable(member.change()))
            .filter(change -> downs ? change.missed() : change.status() == Status.UP)
            .toList();
    if (changes.size() < 2) {
      return Optional.empty();
    }
    long together = together(tx, new Event(project, downs), changes, now);
    if (together <= limits.checks()) {
      return Optional.empty();
    }
    long all = Math.max(together, active(tx, project, together, now));
    return limits.isStorm(together, all)
        ? Optional.of(new Storm(together, all, last(changes, Waiting.Change::at)))
        : Optional.empty();
  }

  private static Instant first(List<Waiting.Change> changes, Function<Waiting.Change, Instant> of) {
    return changes.stream().map(of).min(Instant::compareTo).orElseThrow();
  }

  private static Instant last(List<Waiting.Change> changes, Function<Waiting.Change, Instant> of) {
    return changes.stream().map(of).max(Instant::compareTo).orElseThrow();
  }

  /** One lane counts for all that ask at about the same time; it may be more by now. */
  private long together(Tx tx, Event event, List<Waiting.Change> changes, Instant now) {
    Counted counted =
        events.compute(
            event,
            (key, was) ->
                was != null
                        && was.checks() > limits.checks()
                        && Duration.between(was.at(), now).abs().compareTo(EVENT_HOLDS) <= 0
                    ? was
                    : new Counted(countTogether(tx, key, changes), true, now));
    return Math.max(counted.checks(), changes.size());
  }

  /** Of downs by their incidents, which know their project and when they began. */
  private static final String DOWNS =
      """
      SELECT coalesce(max(n), 0) AS n FROM (
        SELECT count(*) OVER (ORDER BY opened_at RANGE BETWEEN ?::interval PRECEDING
                                                           AND CURRENT ROW) AS n
          FROM incidents
         WHERE project_id = ? AND opened_at BETWEEN ? AND ? AND reason = 'timeout') counted
      """;

  private static final String UPS =
      """
      SELECT coalesce(max(n), 0) AS n FROM (
        SELECT count(*) OVER (ORDER BY f.at RANGE BETWEEN ?::interval PRECEDING
                                                      AND CURRENT ROW) AS n
          FROM flips f JOIN checks c ON c.id = f.check_id
         WHERE c.project_id = ? AND f.noted_at BETWEEN ? AND ?
           AND f.new_status = 'up' AND f.old_status = 'down') counted
      """;

  private long countTogether(Tx tx, Event event, List<Waiting.Change> changes) {
    Function<Waiting.Change, Instant> when =
        event.downs() ? Waiting.Change::at : Waiting.Change::notedAt;
    return tx.first(
            "counting what happened together",
            event.downs() ? DOWNS : UPS,
            row -> row.number("n"),
            limits.within(),
            event.project(),
            first(changes, when).minus(limits.within()),
            last(changes, when).plus(limits.within()))
        .orElse(0L);
  }

  /**
   * How many checks are up or down, as far as that matters: reading on, where there are too many
   * for a storm, would cost more the more checks there are.
   */
  private long active(Tx tx, long project, long together, Instant now) {
    long enough = together * 100 / Math.max(1, limits.percent()) + 1;
    long ahead = 2 * enough; // it grows: else each second asks for a little more
    Counted counted =
        active.compute(
            project, (id, was) -> holds(was, enough, now) ? was : count(tx, project, ahead, now));
    return counted.checks();
  }

  private static boolean holds(@Nullable Counted was, long enough, Instant now) {
    return was != null
        && (was.whole() || was.checks() >= enough)
        && Duration.between(was.at(), now).abs().compareTo(COUNT_HOLDS) <= 0;
  }

  private static Counted count(Tx tx, long project, long enough, Instant now) {
    long checks =
        tx.first(
                "counting active checks",
                """
                SELECT count(*) AS n FROM (
                  SELECT 1 FROM checks c JOIN check_state s ON s.check_id = c.id
                   WHERE c.project_id = ? AND s.status IN ('up', 'down') LIMIT ?) counted
                """,
                row -> row.number("n"),
                project,
                enough)
            .orElse(0L);
    return new Counted(checks, checks < enough, now);
  }
}
