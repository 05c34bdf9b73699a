package dev.tocsin.domain.check;

import dev.tocsin.domain.assertion.Breach;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a success or a fail makes of a check: it ends a run, counts in a row, and may move the
 * status.
 */
final class Completion {

  private Completion() {}

  static Outcome of(CheckState was, CheckRules rules, Ping ping, Instant heardThrough) {
    Policy policy = rules.policy();
    boolean late = was.isLate(ping.at());
    Runs.Ended ended = Runs.end(was, policy, ping, late);
    List<Breach> breaches =
        ping.kind() == PingKind.SUCCESS
            ? rules.assertions().breaches(ended.took(), ping.said())
            : List.of();
    Outcome outcome =
        late
            ? late(was, ended, rules, ping, heardThrough)
            : inTime(was, ended, rules, ping, breaches, heardThrough);
    return outcome.breaking(breaches);
  }

  private static Outcome inTime(
      CheckState was,
      Runs.Ended ended,
      CheckRules rules,
      Ping ping,
      List<Breach> breaches,
      Instant heardThrough) {
    Policy policy = rules.policy();
    Flip.Reason said = said(policy, ping.kind(), ended.took(), breaches);
    CheckState state = ended.state().completed(ping.at(), ended.took(), rhythm(was, rules, ping));
    state = said == Flip.Reason.SUCCESS ? succeeded(state, policy) : failed(state, policy);
    if (said == Flip.Reason.SUCCESS && state.status() == Status.DOWN) {
      return upIfNothingHolds(state, rules, ping.at(), heardThrough);
    }
    return was.status() == state.status()
        ? Outcome.unchanged(state)
        : new Outcome(state, List.of(new Flip(ping.at(), was.status(), state.status(), said)));
  }

  /** Its own run is over all the same; if that was all that held the check down, it comes up. */
  private static Outcome late(
      CheckState was, Runs.Ended ended, CheckRules rules, Ping ping, Instant heardThrough) {
    if (ended.took() == null) {
      return Outcome.unchanged(was);
    }
    CheckState state = ended.state().withDuration(ended.took());
    Instant lastPing = state.lastPing();
    return rules.policy().overlapping() && state.status() == Status.DOWN && lastPing != null
        ? upIfNothingHolds(state, rules, later(lastPing, ping.at()), heardThrough)
        : Outcome.unchanged(state);
  }

  /** Only a period says too little of when a ping may come. */
  private static Rhythm rhythm(CheckState was, CheckRules rules, Ping ping) {
    if (!(rules.schedule() instanceof Period)) {
      return Rhythm.NONE;
    }
    return was.lastPing() == null
        ? was.rhythm()
        : was.rhythm().after(Duration.between(was.lastPing(), ping.at()));
  }

  private static Flip.Reason said(
      Policy policy, PingKind kind, @Nullable Duration took, List<Breach> breaches) {
    if (kind == PingKind.FAIL) {
      return Flip.Reason.FAIL;
    }
    if (took != null && policy.tooFast(took)) {
      return Flip.Reason.TOO_FAST;
    }
    return breaches.isEmpty() ? Flip.Reason.SUCCESS : Flip.Reason.ASSERTION;
  }

  private static CheckState succeeded(CheckState state, Policy policy) {
    if (state.status() != Status.DOWN) {
      return inRow(state, Status.UP, 0, 0);
    }
    int successes = Math.min(state.progress().successes() + 1, policy.successesBeforeUp());
    return inRow(state, Status.DOWN, 0, successes);
  }

  /** A failure that is tolerated still says that somebody is there: the check is supervised. */
  private static CheckState failed(CheckState state, Policy policy) {
    int failures = state.progress().failures() + 1;
    return state.status() == Status.DOWN || failures >= policy.failuresBeforeDown()
        ? inRow(state, Status.DOWN, 0, 0)
        : inRow(state, Status.UP, failures, 0);
  }

  /**
   * A check that is down comes up after enough successes, unless one of its overlapping runs is
   * stuck beyond doubt: what others may still be about to tell of it counts in its favour.
   */
  private static Outcome upIfNothingHolds(
      CheckState down, CheckRules rules, Instant at, Instant heardThrough) {
    Policy policy = rules.policy();
    Instant sure = at.isBefore(heardThrough) ? at : heardThrough;
    boolean stuck =
        policy.overlapping()
            && Runs.limit(down, rules).filter(limit -> limit.isBefore(sure)).isPresent();
    return stuck || down.progress().successes() < policy.successesBeforeUp()
        ? Outcome.unchanged(down)
        : new Outcome(
            inRow(down, Status.UP, 0, 0),
            List.of(new Flip(at, Status.DOWN, Status.UP, Flip.Reason.SUCCESS)));
  }

  private static CheckState inRow(CheckState state, Status next, int failures, int successes) {
    return state.withStatus(next).withProgress(state.progress().counting(failures, successes));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
