package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What blind time does to the deadline of one run.
 *
 * <p>Blind time that is short is outlived by clients that try again. Longer blind time excuses the
 * run, or moves its deadline, or does nothing, as the check asks for. No two runs of a check are
 * excused in a row: for the second one, all blind time counts as short.
 *
 * @param deadline when there is nothing more to wait for; never within blind time that matters
 * @param blind what excuses the run; null: it is missed
 */
record Excuse(Awaited run, Instant deadline, @Nullable Interval blind) {

  /** How long clients go on trying, and how long blind time is not worth more than that. */
  static final Duration CLIENT_RETRY = Duration.ofSeconds(60);

  /** What the check waits for first. */
  static Optional<Excuse> first(CheckState is, CheckRules rules, BlindTimes blind) {
    Excuse first = null;
    for (Awaited run : Awaited.by(is, rules)) {
      Excuse next = of(run, rules.policy().blind(), is.credit() == null, blind);
      if (first == null || next.deadline().isBefore(first.deadline())) {
        first = next;
      }
    }
    return Optional.ofNullable(first);
  }

  private static Excuse of(Awaited run, BlindPolicy policy, boolean mayCredit, BlindTimes blind) {
    Instant end = run.until();
    Interval excuse = null;
    if (policy == BlindPolicy.ALERT) {
      return new Excuse(run, end, null);
    }
    for (Interval deaf : blind.endingAfter(run.from())) {
      if (deaf.since().isAfter(end)) {
        break; // a ping at the very deadline would still be in time
      }
      boolean isShort = deaf.length().compareTo(CLIENT_RETRY) <= 0;
      if (!isShort && policy == BlindPolicy.EXTEND) {
        end = end.plus(Duration.between(later(deaf.since(), run.from()), deaf.until()));
      } else if (isShort || !mayCredit) {
        end = later(end, deaf.until().plus(CLIENT_RETRY));
      } else {
        excuse = deaf;
        end = later(end, deaf.until());
      }
    }
    return new Excuse(run, end, excuse);
  }

  /** What remains of the check once the run is taken for done. */
  CheckState credited(CheckState was, CheckRules rules, Interval by) {
    Instant nameBy = later(deadline, by.until().plus(rules.grace()));
    Credit credit = new Credit(later(by.until(), run.due()), run.due(), by, nameBy);
    List<OpenRun> later =
        Runs.open(was).stream().filter(open -> !open.lastSeen().isBefore(by.until())).toList();
    return Runs.with(was, later).withCredit(credit);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
