package dev.tocsin.ping.apply;

import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.check.Progress;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingFilter;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.mail.MailText;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One check while the pings of a batch pass over it, from its row to what will be its row. */
final class FoldedCheck {

  /** Locks and reads states, in id order as everybody does; {@code $1}: ids. */
  static final String LOCK =
      """
      SELECT check_id, status, n_pings, last_ping, last_start, last_start_rid, last_duration,
             switched_at, edited_at, wake_at, rules_version, progress
        FROM check_state WHERE check_id = ANY($1::bigint[])
       ORDER BY check_id FOR NO KEY UPDATE
      """;

  /**
   * What a ping came to.
   *
   * @param kind under which it is recorded
   * @param n its number
   */
  record Step(PingKind kind, long n, List<Flip> flips) {}

  private final long id;
  private final int version;
  private CheckState state;
  private Optional<Instant> wake;
  private Optional<Instant> deadline = Optional.empty();
  private boolean changed;
  private @Nullable KnownRules known;
  private @Nullable String unreadable;

  FoldedCheck(Row row) {
    this.id = row.getLong(0);
    UUID run = row.getUUID(5);
    Long micros = row.getLong(6);
    this.state =
        new CheckState(
            Status.of(row.getString(1)),
            row.getLong(2),
            instant(row, 3),
            instant(row, 4),
            run == null ? null : new RunId(run),
            micros == null ? null : Duration.of(micros, ChronoUnit.MICROS),
            instant(row, 7),
            instant(row, 8),
            progress(row.getString(11)));
    this.wake = Optional.ofNullable(instant(row, 9));
    this.version = row.getInteger(10);
  }

  /** What cannot be read is held against the pings of this check, not against the whole batch. */
  private Progress progress(@Nullable String text) {
    try {
      return Progress.of(text);
    } catch (IllegalArgumentException e) {
      unreadable = e.getMessage();
      return Progress.NONE;
    }
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  /** Uses rules read under the row's version; tells whether they are of that version. */
  boolean judgeBy(@Nullable KnownRules rules) {
    known = rules;
    return rules != null && rules.version() == version;
  }

  /**
   * Applies a ping. If this throws, the ping has had no effect.
   *
   * @param heardThrough what the other open streams have surely delivered
   */
  Step apply(Entry entry, Instant heardThrough) {
    if (known == null) {
      throw new IllegalStateException("the check has a state and no settings");
    }
    if (unreadable != null) {
      throw new IllegalStateException(unreadable);
    }
    CheckRules rules = known.rules();
    HeardPing heard = entry.ping();
    PingKind kind = kind(known.filter(), heard);
    Ping ping = new Ping(entry.at(), kind, heard.run());
    Outcome outcome = CheckMachine.onPing(state, rules, ping, heardThrough);
    Optional<Instant> due = CheckMachine.deadline(outcome.state(), rules);
    wake = CheckMachine.wakeAt(wake, due, entry.at(), rules.grace());
    deadline = due;
    PingKind recorded = recordedAs(outcome, rules, kind);
    state = outcome.state();
    changed = true;
    return new Step(recorded, state.pings(), outcome.flips());
  }

  private static PingKind kind(PingFilter filter, HeardPing heard) {
    if (!heard.byMail()) {
      return filter.classify(heard.signal(), heard.method(), heard.body());
    }
    return filter.readsMail()
        ? filter.byWords(MailText.of(heard.body(), filter.subject(), filter.mailBody()))
        : heard.signal();
  }

  /**
   * The machine first sees a missed deadline, then the ping: so is the kind that it took it for.
   */
  private PingKind recordedAs(Outcome outcome, CheckRules rules, PingKind kind) {
    boolean missed =
        outcome.flips().stream().anyMatch(flip -> flip.reason() == Flip.Reason.TIMEOUT);
    return missed ? kind : CheckMachine.recordedAs(state, rules, kind);
  }

  long id() {
    return id;
  }

  int version() {
    return version;
  }

  boolean changed() {
    return changed;
  }

  CheckState state() {
    return state;
  }

  Optional<Instant> deadline() {
    return deadline;
  }

  Optional<Instant> wake() {
    return wake;
  }
}
