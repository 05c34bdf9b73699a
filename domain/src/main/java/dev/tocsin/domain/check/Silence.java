package dev.tocsin.domain.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What silence makes of a check, in the order in which it became certain: a run is taken for done,
 * a run is named, the check goes down. Each of these has its own instant, so that it does not
 * matter how often, or how late, anybody looks.
 */
final class Silence {

  private Silence() {}

  static Outcome until(Instant heardThrough, CheckState was, CheckRules rules, BlindTimes blind) {
    Optional<Excuse> missed =
        Excuse.first(was, rules, blind)
            .filter(run -> dated(was, run.deadline()).isBefore(heardThrough));
    Instant end = missed.map(Excuse::deadline).orElse(Instant.MAX);
    Outcome named = named(was, heardThrough, end);
    if (missed.isEmpty()) {
      return named;
    }
    Interval excuse = missed.get().blind();
    if (excuse == null) {
      return named.then(down(named.state(), end));
    }
    CheckState credited = missed.get().credited(was, rules, excuse);
    // Once more at most: what is credited is not credited again, and what is down is not awaited.
    return until(heardThrough, credited, rules, blind);
  }

  /** The credited run is certainly not heard of any more; unless an alert says more than that. */
  private static Outcome named(CheckState was, Instant heardThrough, Instant end) {
    Credit credit = was.credit();
    Instant at = credit == null ? null : credit.nameBy();
    if (credit == null || at == null || !at.isBefore(heardThrough) || at.isAfter(end)) {
      return Outcome.unchanged(was);
    }
    return new Outcome(
        was.withCredit(credit.settled()),
        List.of(),
        List.of(new Unverified(credit.due(), credit.blind(), at)));
  }

  private static Outcome down(CheckState was, Instant deadline) {
    return new Outcome(
        was.withStatus(Status.DOWN).withProgress(was.progress().counting(0, 0)),
        List.of(new Flip(dated(was, deadline), was.status(), Status.DOWN, Flip.Reason.TIMEOUT)));
  }

  /**
   * Not before the completion that it comes after: another run may have ended well since. Nor is it
   * certain before that is: a start that this completion overtook may have replaced the run.
   */
  private static Instant dated(CheckState was, Instant deadline) {
    Instant last = was.lastPing();
    return last == null || last.isBefore(deadline) ? deadline : last;
  }
}
