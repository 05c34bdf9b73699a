package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one state machine of a check: state and event in, state and flips out. The listener, the
 * alerter, the pages and the API all ask it, so that they can never disagree.
 *
 * <p>Two rules shape it. Time is an argument: nothing here reads a clock. And the order of applying
 * need not be the order of hearing: two listeners may hear one check, so a ping may be older than
 * what was applied before it. Such a ping is counted and kept, and never moves anything back.
 */
public final class CheckMachine {

  /** Waking later than this before the deadline is not worth a second look. */
  private static final Duration SHORTEST_SLACK = Duration.ofSeconds(1);

  private CheckMachine() {}

  /** When the next completion is due; empty unless the check is up and its schedule goes on. */
  public static Optional<Instant> expected(CheckState is, CheckRules rules) {
    if (is.status() != Status.UP || is.lastPing() == null) {
      return Optional.empty();
    }
    Instant next = rules.schedule().nextAfter(is.lastPing());
    return next.isBefore(Schedule.NEVER) ? Optional.of(next) : Optional.empty();
  }

  /**
   * {@code next_ping} on the wire: the start of the run in progress or the expected completion,
   * whichever is earlier; empty for a check that is down or has neither.
   */
  public static Optional<Instant> nextPing(CheckState is, CheckRules rules) {
    if (is.status() == Status.DOWN) {
      return Optional.empty();
    }
    Optional<Instant> expected = expected(is, rules);
    Instant started = is.lastStart();
    if (started == null) {
      return expected;
    }
    return expected.filter(at -> at.isBefore(started)).or(() -> Optional.of(started));
  }

  /** The instant at which the check goes down if nothing is heard; empty if silence is no alarm. */
  public static Optional<Instant> deadline(CheckState is, CheckRules rules) {
    return nextPing(is, rules).map(at -> at.plus(rules.grace()));
  }

  /** What people see at {@code now}. Boundaries belong to the later standing. */
  public static Standing standing(CheckState is, CheckRules rules, Instant now) {
    if (is.lastStart() != null && !now.isBefore(is.lastStart().plus(rules.grace()))) {
      return Standing.DOWN;
    }
    return switch (is.status()) {
      case NEW -> Standing.NEW;
      case DOWN -> Standing.DOWN;
      case PAUSED -> Standing.PAUSED;
      case UP -> expected(is, rules).map(due -> whileUp(due, rules, now)).orElse(Standing.UP);
    };
  }

  private static Standing whileUp(Instant due, CheckRules rules, Instant now) {
    if (now.isBefore(due)) {
      return Standing.UP;
    }
    return now.isBefore(due.plus(rules.grace())) ? Standing.GRACE : Standing.DOWN;
  }

  /**
   * The kind under which a ping is recorded: a check that is paused until resumed by hand ignores
   * everything.
   */
  public static PingKind recordedAs(CheckState was, CheckRules rules, PingKind kind) {
    return was.status() == Status.PAUSED && rules.manualResume() ? PingKind.IGN : kind;
  }

  /**
   * A ping was applied. If a deadline lies before the ping and before {@code heardThrough}, it was
   * missed, and the outcome says down (at the deadline) first: it must not matter whether the
   * alerter looked in between.
   *
   * @param heardThrough everything that others heard up to this instant is applied; a deadline at
   *     or after it may yet be met by a ping that is still on its way through another listener
   */
  public static Outcome onPing(CheckState was, CheckRules rules, Ping ping, Instant heardThrough) {
    List<Flip> flips = new ArrayList<>(2);
    CheckState state = was;
    if (judgedBySameRules(was, ping)) {
      Outcome missed = onDeadline(was, rules, earlier(ping.at(), heardThrough));
      state = missed.state();
      flips.addAll(missed.flips());
    }
    PingKind kind = recordedAs(state, rules, ping.kind());
    Outcome said =
        switch (kind) {
          case SUCCESS -> onCompletion(state.counted(), Status.UP, Flip.Reason.SUCCESS, ping);
          case FAIL -> onCompletion(state.counted(), Status.DOWN, Flip.Reason.FAIL, ping);
          case START -> Outcome.unchanged(onStart(state.counted(), ping));
          case LOG, IGN -> Outcome.unchanged(state.counted());
        };
    flips.addAll(said.flips());
    return new Outcome(said.state(), flips);
  }

  private static boolean judgedBySameRules(CheckState was, Ping ping) {
    return was.editedAt() == null || !ping.at().isBefore(was.editedAt());
  }

  private static CheckState onStart(CheckState was, Ping ping) {
    boolean stale = isStale(was, ping.at()) || isBefore(ping.at(), was.lastStart());
    // A completion at the very same instant was applied first, so it answers this start.
    boolean answered = ping.at().equals(was.lastPing());
    return stale || answered ? was : was.withRun(ping.at(), ping.run());
  }

  private static Outcome onCompletion(CheckState was, Status next, Flip.Reason reason, Ping ping) {
    Instant at = ping.at();
    Instant started = was.lastStart();
    boolean sameRun = Objects.equals(ping.run(), was.lastStartRun());
    if (isStale(was, at)) {
      // Its own run is over all the same: only the run id can say so, since the stamps cannot.
      return started != null && sameRun && ping.run() != null
          ? Outcome.unchanged(was.withRun(null, null).withDuration(between(started, at)))
          : Outcome.unchanged(was);
    }
    CheckState state = was.completed(next, at, null);
    if (started != null) {
      boolean laterRun = at.isBefore(started) && !(sameRun && ping.run() != null);
      if (sameRun && !laterRun) {
        state = state.withRun(null, was.lastStartRun()).withDuration(between(started, at));
      } else if (!laterRun && (next == Status.DOWN || ping.run() == null)) {
        state = state.withRun(null, was.lastStartRun());
      }
    }
    return was.status() == next
        ? Outcome.unchanged(state)
        : new Outcome(state, List.of(new Flip(at, was.status(), next, reason)));
  }

  /**
   * Time passed. The check goes down if its deadline lies before {@code heardThrough}, dated at the
   * deadline: a late look must not shorten the outage.
   *
   * @param heardThrough every ping heard up to this instant is applied (the watermark)
   */
  public static Outcome onDeadline(CheckState was, CheckRules rules, Instant heardThrough) {
    Optional<Instant> missed = deadline(was, rules).filter(at -> at.isBefore(heardThrough));
    return missed
        .map(
            at ->
                new Outcome(
                    was.withStatus(Status.DOWN),
                    List.of(new Flip(at, was.status(), Status.DOWN, Flip.Reason.TIMEOUT))))
        .orElse(Outcome.unchanged(was));
  }

  /** A person paused the check. Nothing changes at all if it is paused already. */
  public static Outcome onPause(CheckState was, Instant now) {
    if (was.status() == Status.PAUSED) {
      return Outcome.unchanged(was);
    }
    return new Outcome(
        was.switched(Status.PAUSED, now, was.lastPing()),
        List.of(new Flip(now, was.status(), Status.PAUSED, Flip.Reason.PAUSE)));
  }

  /** A person resumed the check; empty if it is not paused. */
  public static Optional<Outcome> onResume(CheckState was, Instant now) {
    if (was.status() != Status.PAUSED) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome(
            was.switched(Status.NEW, now, null),
            List.of(new Flip(now, Status.PAUSED, Status.NEW, Flip.Reason.RESUME))));
  }

  /** The rules changed. The stored status never does by that. */
  public static CheckState onEdit(CheckState was, Instant now) {
    return was.edited(now);
  }

  /**
   * When the alerter should look at a check next. Waking is lazy: an ordinary ping moves the
   * deadline and not this, since this is indexed and an index entry per ping would halve the rate.
   *
   * @param wake when it would look now; empty if never
   * @param deadline the deadline after the change
   * @param now the instant of the change
   * @return {@code wake} wherever it still comes early enough; otherwise a little before the
   *     deadline (by the grace time or a tenth of the wait, whichever is shorter), so that a job
   *     which starts somewhat early does not move it either
   */
  public static Optional<Instant> wakeAt(
      Optional<Instant> wake, Optional<Instant> deadline, Instant now, Duration grace) {
    if (deadline.isEmpty()) {
      return wake;
    }
    boolean earlyEnough = wake.isPresent() && !wake.get().isAfter(deadline.get());
    return earlyEnough ? wake : Optional.of(wakeBefore(deadline.get(), now, grace));
  }

  /** The instant a little before {@code deadline} that {@link #wakeAt} speaks of. */
  public static Instant wakeBefore(Instant deadline, Instant now, Duration grace) {
    Duration slack = Duration.between(now, deadline).dividedBy(10);
    if (slack.compareTo(grace) > 0) {
      slack = grace;
    }
    if (slack.compareTo(SHORTEST_SLACK) < 0) {
      return deadline;
    }
    return deadline.minusNanos(slack.toNanos() / 1_000 * 1_000);
  }

  private static boolean isStale(CheckState was, Instant at) {
    return isBefore(at, was.lastPing()) || isBefore(at, was.switchedAt());
  }

  private static boolean isBefore(Instant at, @Nullable Instant mark) {
    return mark != null && at.isBefore(mark);
  }

  private static Duration between(Instant start, Instant end) {
    return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
