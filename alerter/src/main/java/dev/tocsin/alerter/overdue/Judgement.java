package dev.tocsin.alerter.overdue;

import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.check.Progress;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What looking at one check came to.
 *
 * @param progress what the check remembers from now on
 * @param flips empty if the check is not overdue
 * @param deadline what its deadline is now; empty if silence is no alarm any more
 * @param wakeAt when to look again; empty together with the deadline
 */
record Judgement(
    long checkId,
    long projectId,
    Status status,
    Progress progress,
    List<Flip> flips,
    Optional<Instant> deadline,
    Optional<Instant> wakeAt) {

  /**
   * Judges a check whose time to be looked at has come. A pure function, and the one place between
   * a deadline and its consequence: whatever may excuse a silence (time in which we were deaf
   * ourselves) is to be weighed here.
   *
   * @param heardThrough the watermark, read before the check was
   */
  static Judgement of(StoredCheck check, Instant heardThrough) {
    CheckRules rules = check.rules();
    Outcome outcome = CheckMachine.onDeadline(check.state(), rules, heardThrough);
    Optional<Instant> deadline = CheckMachine.deadline(outcome.state(), rules);
    return new Judgement(
        check.id(),
        check.projectId(),
        outcome.state().status(),
        outcome.state().progress(),
        outcome.flips(),
        deadline,
        deadline.map(at -> CheckMachine.wakeBefore(at, heardThrough, rules.grace())));
  }

  boolean isOverdue() {
    return !flips.isEmpty();
  }
}
