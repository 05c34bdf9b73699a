package dev.tocsin.domain.check;

import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that a check waits for, and the window in which its ping may come.
 *
 * @param from the beginning of the window. For a scheduled run, as long before it is due as it may
 *     come late; for a job with a period that pings more often than it has to, when it usually
 *     would; never before the last completion, which belongs to the run before. For a run in
 *     progress, its start or last sign of life
 * @param due when its completion is expected: for a run in progress, at the latest
 * @param until the end of the window: its deadline, if we can hear
 */
record Awaited(Instant from, Instant due, Instant until) {

  /** However short the grace time, clocks and jobs are not more exact than this. */
  private static final Duration EARLIEST = Duration.ofSeconds(60);

  /** All runs that the check waits for, none if silence is no alarm. */
  static List<Awaited> by(CheckState is, CheckRules rules) {
    if (is.status() == Status.DOWN) {
      return List.of();
    }
    List<Awaited> runs = new ArrayList<>(2);
    for (OpenRun run : Runs.open(is)) {
      Instant limit = run.limit(rules.runtimeLimit());
      runs.add(new Awaited(run.lastSeen(), limit, limit));
    }
    scheduled(is, rules).ifPresent(runs::add);
    return runs;
  }

  private static Optional<Awaited> scheduled(CheckState is, CheckRules rules) {
    Optional<Instant> expected = expected(is, rules);
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    Instant due = expected.get();
    Instant late = due.plus(rules.grace());
    Instant from = from(is, rules, due);
    if (!rules.metByStart(is)) {
      return Optional.of(new Awaited(from, due, late));
    }
    // A job that crashes and is started anew, time after time, always has a run within its limit.
    // But whoever may start as late as expected plus grace must have ended one limit after that,
    // unless it gives signs of life.
    Instant end = late.plus(rules.runtimeLimit());
    return Runs.open(is).stream().anyMatch(run -> run.sign() != null)
        ? Optional.empty()
        : Optional.of(new Awaited(from, end, end));
  }

  /** When the next completion is due; empty unless the check is up and its schedule goes on. */
  static Optional<Instant> expected(CheckState is, CheckRules rules) {
    if (is.status() != Status.UP || is.lastPing() == null) {
      return Optional.empty();
    }
    Credit credit = is.credit();
    Instant next =
        credit == null
            ? rules.expectedAfter(is.lastPing())
            : rules.schedule().nextAfter(credit.at()); // which is no completion, so not early
    return next.isBefore(Schedule.NEVER) ? Optional.of(next) : Optional.empty();
  }

  private static Instant from(CheckState is, CheckRules rules, Instant due) {
    Duration early = rules.grace().compareTo(EARLIEST) > 0 ? rules.grace() : EARLIEST;
    Instant from = due.minus(early);
    Instant base = is.base();
    Optional<Duration> shortest = is.rhythm().shortest();
    if (rules.schedule() instanceof Period && shortest.isPresent()) {
      // Whole tenths of a second; the arithmetic of Duration would go by way of BigDecimal.
      Instant usual = base.plusMillis(shortest.get().toMillis() / 10 * 9);
      from = usual.isBefore(from) ? usual : from;
    }
    return from.isBefore(base) ? base : from;
  }
}
