package dev.tocsin.ping.apply;

import static dev.tocsin.domain.check.BlindTimes.NONE;

import dev.tocsin.domain.assertion.Breach;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.check.Unverified;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingFilter;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.PingText;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.mail.MailText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One check while the pings of a batch pass over it, from its row to what will be its row. */
final class FoldedCheck {

  /**
   * What a ping came to.
   *
   * @param kind under which it is recorded
   * @param n its number
   * @param unverified runs that are to be named since nobody heard of them before it
   * @param broken the assertions that do not hold, a line for each; null: all hold
   */
  record Step(
      PingKind kind,
      long n,
      List<Flip> flips,
      List<Unverified> unverified,
      @Nullable String broken) {}

  private final CheckRow row;
  private CheckState state;
  private KindCounts counts;
  private @Nullable Instant wake;
  private @Nullable Instant deadline;
  private boolean changed;
  private @Nullable KnownRules known;

  // When silence comes to anything, as the state is now; MAX: never, null: not computed yet.
  private @Nullable Instant silentUntil;

  FoldedCheck(CheckRow row) {
    this.row = row;
    this.state = row.state();
    this.counts = row.counts();
    this.wake = row.wake();
  }

  /** Uses rules read under the row's version; tells whether they are of that version. */
  boolean judgeBy(@Nullable KnownRules rules) {
    known = rules;
    silentUntil = null;
    return rules != null && rules.version() == row.version();
  }

  /**
   * Applies a ping. If this throws, the ping has had no effect.
   *
   * @param heardThrough what the other open streams have surely delivered
   * @param blind asked only if the check has missed something before the ping
   */
  Step apply(Entry entry, Instant heardThrough, BlindReader blind) {
    if (known == null) {
      throw new IllegalStateException("the check has a state and no settings");
    }
    if (row.unreadable() != null) {
      throw new IllegalStateException(row.unreadable());
    }
    CheckRules rules = known.rules();
    HeardPing heard = entry.ping();
    PingKind kind = kind(known.filter(), heard);
    Ping ping = new Ping(entry.at(), kind, heard.run(), said(rules, kind, heard));
    BlindTimes times =
        missed(rules, ping.at()).isPresent() ? blind.since(awaitedFrom(rules)) : NONE;
    Outcome outcome = CheckMachine.onPing(state, rules, ping, heardThrough, times);
    Optional<Instant> down = CheckMachine.deadline(outcome.state(), rules);
    Optional<Instant> next = CheckMachine.lookAt(outcome.state(), down);
    Optional<Instant> waking =
        CheckMachine.wakeAt(Optional.ofNullable(wake), next, entry.at(), rules.grace());
    PingKind recorded = recordedAs(outcome, rules, kind);
    state = outcome.state();
    deadline = down.orElse(null);
    silentUntil = next.orElse(Instant.MAX);
    wake = waking.orElse(null);
    counts = counts.and(recorded);
    changed = true;
    return new Step(
        recorded, state.pings(), outcome.flips(), outcome.unverified(), broken(outcome.breaches()));
  }

  /**
   * Whether it is known what silence has come to before a ping of {@code at}.
   *
   * @param through what was missed before this instant is known; {@link Instant#MAX}: all
   */
  boolean isCertain(Instant at, Instant through) {
    if (through.equals(Instant.MAX) || known == null || row.unreadable() != null) {
      return true;
    }
    try {
      return missed(known.rules(), at).filter(due -> !due.isBefore(through)).isEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      return true; // to apply it fails by the same, and then it is set aside
    }
  }

  /** Blind time moves everything to later only: before this instant, it does not matter. */
  private Optional<Instant> missed(CheckRules rules, Instant at) {
    Instant due = silentUntil;
    if (due == null) {
      due = CheckMachine.lookAt(state, rules, NONE).orElse(Instant.MAX);
      silentUntil = due;
    }
    return at.isAfter(due) ? Optional.of(due) : Optional.empty();
  }

  private Instant awaitedFrom(CheckRules rules) {
    return CheckMachine.awaitedFrom(state, rules).orElse(Instant.MAX);
  }

  private static PingKind kind(PingFilter filter, HeardPing heard) {
    if (!heard.byMail()) {
      return filter.classify(heard.signal(), heard.method(), heard.body());
    }
    return filter.readsMail()
        ? filter.byWords(MailText.of(heard.body(), filter.subject(), filter.mailBody()))
        : heard.signal();
  }

  /** Decoded only where an assertion asks for it: most checks have none. */
  private static @Nullable PingText said(CheckRules rules, PingKind kind, HeardPing heard) {
    if (kind != PingKind.SUCCESS || !rules.assertions().readBody()) {
      return null;
    }
    String text =
        heard.byMail()
            ? MailText.of(heard.body(), true, true)
            : new String(heard.body(), StandardCharsets.UTF_8);
    return new PingText(text, heard.cut());
  }

  private static @Nullable String broken(List<Breach> breaches) {
    return breaches.isEmpty()
        ? null
        : breaches.stream().map(Breach::text).collect(Collectors.joining("\n"));
  }

  /**
   * The machine first sees a missed deadline, then the ping: so is the kind that it took it for.
   */
  private PingKind recordedAs(Outcome outcome, CheckRules rules, PingKind kind) {
    boolean missed =
        outcome.flips().stream().anyMatch(flip -> flip.reason() == Flip.Reason.TIMEOUT);
    return missed ? kind : CheckMachine.recordedAs(state, rules, kind);
  }

  /** As it was found. */
  CheckRow row() {
    return row;
  }

  /** As it will be once the transaction is committed, which has this number. */
  CheckRow writtenBy(int transaction) {
    return new CheckRow(row.id(), state, counts, wake, row.version(), transaction, null);
  }

  boolean changed() {
    return changed;
  }

  /** Whether it differs from how it was found in what every ping moves, and in nothing else. */
  boolean merelyPinged() {
    CheckState was = row.state();
    return state.status() == was.status()
        && Objects.equals(wake, row.wake())
        && Objects.equals(state.lastStart(), was.lastStart())
        && Objects.equals(state.lastStartRun(), was.lastStartRun())
        && Objects.equals(state.lastDuration(), was.lastDuration())
        && state.progress().equals(was.progress())
        && Objects.equals(state.credit(), was.credit())
        && counts.equals(row.counts());
  }

  CheckState state() {
    return state;
  }

  KindCounts counts() {
    return counts;
  }

  @Nullable Instant deadline() {
    return deadline;
  }

  @Nullable Instant wake() {
    return wake;
  }
}
