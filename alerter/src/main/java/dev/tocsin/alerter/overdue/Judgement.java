package dev.tocsin.alerter.overdue;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.check.Unverified;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What looking at one check came to.
 *
 * @param was as it was found
 * @param state what it is from now on
 * @param flips empty if the check is not overdue
 * @param unverified runs that are to be named
 * @param deadline what its deadline is now; empty if silence is no alarm any more
 * @param wakeAt when to look again; empty if silence comes to nothing any more
 */
record Judgement(
    StoredCheck was,
    CheckState state,
    List<Flip> flips,
    List<Unverified> unverified,
    Optional<Instant> deadline,
    Optional<Instant> wakeAt) {

  /**
   * Judges a check whose time to be looked at has come: a pure function.
   *
   * @param heardThrough the watermark, read before the check was
   * @param blind all blind time that may matter before that, read after it
   */
  static Judgement of(StoredCheck check, Instant heardThrough, BlindTimes blind) {
    CheckRules rules = check.rules();
    Outcome outcome = CheckMachine.onDeadline(check.state(), rules, heardThrough, blind);
    CheckState state = outcome.state();
    return new Judgement(
        check,
        state,
        outcome.flips(),
        outcome.unverified(),
        CheckMachine.deadline(state, rules, blind),
        CheckMachine.lookAt(state, rules, blind)
            .map(at -> CheckMachine.wakeBefore(at, heardThrough, rules.grace())));
  }

  /** Whether silence may have come to something, so that it matters what was blind. */
  static boolean needsBlindTimes(StoredCheck check, Instant heardThrough) {
    return CheckMachine.lookAt(check.state(), check.rules(), BlindTimes.NONE)
        .filter(at -> at.isBefore(heardThrough))
        .isPresent();
  }

  long checkId() {
    return was.id();
  }

  boolean isOverdue() {
    return !flips.isEmpty();
  }

  /** Whether people see anything of it. */
  boolean isNews() {
    return isOverdue() || !state.equals(was.state());
  }
}
