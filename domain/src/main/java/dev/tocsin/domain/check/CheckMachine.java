package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    return Awaited.expected(is, rules);
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

  /**
   * The instant at which the check goes down if nothing is heard and we listen all the time; empty
   * if silence is no alarm. Blind time only ever moves it to later.
   */
  public static Optional<Instant> deadline(CheckState is, CheckRules rules) {
    return deadline(is, rules, BlindTimes.NONE);
  }

  /**
   * The instant at which the check goes down, or its run is taken for done, if nothing is heard.
   *
   * @param blind as far as it is known
   */
  public static Optional<Instant> deadline(CheckState is, CheckRules rules, BlindTimes blind) {
    return Excuse.first(is, rules, blind).map(Excuse::deadline);
  }

  /**
   * Since when blind time matters to the runs that the check waits for; empty if it waits for none.
   */
  public static Optional<Instant> awaitedFrom(CheckState is, CheckRules rules) {
    return Awaited.by(is, rules).stream().map(Awaited::from).min(Comparator.naturalOrder());
  }

  /**
   * When silence would come to anything: the deadline, or the instant at which a run that was taken
   * for done has to be named. The alerter must look then.
   */
  public static Optional<Instant> lookAt(CheckState is, CheckRules rules, BlindTimes blind) {
    return lookAt(is, deadline(is, rules, blind));
  }

  /** The same, for who knows the deadline of that state already. */
  public static Optional<Instant> lookAt(CheckState is, Optional<Instant> deadline) {
    Credit credit = is.credit();
    return credit == null ? deadline : earliest(deadline, Optional.ofNullable(credit.nameBy()));
  }

  private static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
    return a.filter(at -> b.isEmpty() || at.isBefore(b.get())).or(() -> b);
  }

  /**
   * When the first of the runs in progress must have ended; empty if there is none. It counts
   * whatever the status: a run past it is seen as down even on a new or paused check.
   */
  public static Optional<Instant> runLimit(CheckState is, CheckRules rules) {
    return Runs.limit(is, rules);
  }

  /** What people see at {@code now}. Boundaries belong to the later standing. */
  public static Standing standing(CheckState is, CheckRules rules, Instant now) {
    if (runLimit(is, rules).filter(limit -> !now.isBefore(limit)).isPresent()) {
      return Standing.DOWN;
    }
    return switch (is.status()) {
      case NEW -> Standing.NEW;
      case DOWN -> Standing.DOWN;
      case PAUSED -> Standing.PAUSED;
      case UP -> rules.metByStart(is) ? whileRunning(is, rules, now) : whileUp(is, rules, now);
    };
  }

  /**
   * What people see at {@code now}, if some of the time was blind: nobody is down for a silence
   * that the machine would excuse if it looked now.
   */
  public static Standing standing(CheckState is, CheckRules rules, Instant now, BlindTimes blind) {
    Standing plain = standing(is, rules, now);
    if (plain != Standing.DOWN || is.status() == Status.DOWN || blind.isEmpty()) {
      return plain;
    }
    CheckState judged = onDeadline(is, rules, now.plus(1, ChronoUnit.MICROS), blind).state();
    return switch (judged.status()) {
      case NEW -> Standing.NEW;
      case PAUSED -> Standing.PAUSED;
      case DOWN -> Standing.DOWN;
      case UP -> standing(judged, rules, now) == Standing.UP ? Standing.UP : Standing.GRACE;
    };
  }

  private static Standing whileUp(CheckState is, CheckRules rules, Instant now) {
    Optional<Instant> due = expected(is, rules);
    if (due.isEmpty() || now.isBefore(due.get())) {
      return Standing.UP;
    }
    return now.isBefore(due.get().plus(rules.grace())) ? Standing.GRACE : Standing.DOWN;
  }

  /** A run that met the schedule is not late, whenever it started. */
  private static Standing whileRunning(CheckState is, CheckRules rules, Instant now) {
    return deadline(is, rules).filter(at -> !now.isBefore(at)).isPresent()
        ? Standing.DOWN
        : Standing.UP;
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
   * alerter looked in between. A ping that was overtaken by a completion judges nothing: it may end
   * or replace the very run that is overdue, and what it does not is judged by the watermark.
   *
   * @param heardThrough everything that others heard up to this instant is applied; a deadline at
   *     or after it may yet be met by a ping that is still on its way through another listener
   * @param blind all blind time before the ping, as far as it lies before {@code heardThrough}
   */
  public static Outcome onPing(
      CheckState was, CheckRules rules, Ping ping, Instant heardThrough, BlindTimes blind) {
    Outcome before =
        judgedBySameRules(was, ping) && !was.isLate(ping.at())
            ? onDeadline(was, rules, earlier(ping.at(), heardThrough), blind)
            : Outcome.unchanged(was);
    CheckState state = before.state().counted();
    Outcome said =
        switch (recordedAs(state, rules, ping.kind())) {
          case SUCCESS, FAIL -> Completion.of(state, rules, ping, heardThrough);
          case START -> Outcome.unchanged(onStart(state, rules, ping));
          case LOG -> Outcome.unchanged(Runs.sign(state, rules.policy(), ping));
          case IGN -> Outcome.unchanged(state);
        };
    return before.then(said);
  }

  private static boolean judgedBySameRules(CheckState was, Ping ping) {
    return was.editedAt() == null || !ping.at().isBefore(was.editedAt());
  }

  private static CheckState onStart(CheckState was, CheckRules rules, Ping ping) {
    // A completion at the very same instant was applied first, so it answers this start.
    boolean answered = ping.at().equals(was.lastPing());
    if (answered) {
      return was;
    }
    if (was.isLate(ping.at())) {
      return Runs.overtaken(was, rules.policy(), ping);
    }
    CheckState started = Runs.start(was, rules, ping);
    Credit credit = started.credit();
    // Where a start meets the schedule, it says that the job is there.
    return credit != null && rules.metByStart(started)
        ? started.withCredit(credit.settled())
        : started;
  }

  /**
   * Time passed. The check goes down if its deadline lies before {@code heardThrough}, dated at the
   * deadline: a late look must not shorten the outage. Unless we could not hear: then the run may
   * be taken for done, and is named once it is certain that nobody heard of it.
   *
   * @param heardThrough every ping heard up to this instant is applied (the watermark)
   * @param blind all blind time before that
   */
  public static Outcome onDeadline(
      CheckState was, CheckRules rules, Instant heardThrough, BlindTimes blind) {
    return Silence.until(heardThrough, was, rules, blind);
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

  /** The rules changed to {@code next}. The stored status never does by that. */
  public static CheckState onEdit(CheckState was, CheckRules next, Instant now) {
    return was.edited(now).withProgress(was.progress().under(next.policy()));
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
    // Not by Duration's own division, which is a BigDecimal's, for each ping of a new check.
    Duration slack = Duration.ofNanos(Duration.between(now, deadline).toNanos() / 10);
    if (slack.compareTo(grace) > 0) {
      slack = grace;
    }
    if (slack.compareTo(SHORTEST_SLACK) < 0) {
      return deadline;
    }
    return deadline.minusNanos(slack.toNanos() / 1_000 * 1_000);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
