package dev.tocsin.store;

import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Rhythm;
import dev.tocsin.domain.check.Unverified;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what the state machine decided. The caller holds the lock of the check's state row. */
public final class StateWrites {

  private StateWrites() {}

  /**
   * Writes a state, and the deadline that follows from it.
   *
   * @param wakeAt when the alerter must look next ({@link CheckMachine#wakeAt}); null: never
   */
  public static void state(
      Tx tx, long checkId, CheckState state, CheckRules rules, @Nullable Instant wakeAt) {
    Optional<Instant> deadline = CheckMachine.deadline(state, rules);
    Credit credit = state.credit();
    tx.update(
        "writing the state of check " + checkId,
        """
        UPDATE check_state
           SET status = ?, n_pings = ?, last_ping = ?, last_start = ?, last_start_rid = ?,
               last_duration = ?, switched_at = ?, edited_at = ?, progress = ?, rhythm = ?,
               credited_at = ?, credited_due = ?, blind_from = ?, blind_until = ?, name_by = ?,
               deadline = ?, wake_at = ?
         WHERE check_id = ?
        """,
        state.status().word(),
        state.pings(),
        state.lastPing(),
        state.lastStart(),
        state.lastStartRun() == null ? null : state.lastStartRun().value(),
        state.lastDuration() == null ? null : state.lastDuration().toNanos() / 1_000,
        state.switchedAt(),
        state.editedAt(),
        state.progress().text().orElse(null),
        state.rhythm().equals(Rhythm.NONE) ? null : state.rhythm().bits(),
        credit == null ? null : credit.at(),
        credit == null ? null : credit.due(),
        credit == null ? null : credit.blind().since(),
        credit == null ? null : credit.blind().until(),
        credit == null ? null : credit.nameBy(),
        deadline.orElse(null),
        wakeAt,
        checkId);
  }

  /**
   * Writes a flip.
   *
   * @param fannedOut true for changes made by people: they are recorded as already handled
   */
  public static void flip(Tx tx, long checkId, Flip flip, boolean fannedOut) {
    tx.update(
        "writing a flip of check " + checkId,
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        checkId,
        flip.at(),
        flip.from().word(),
        flip.to().word(),
        flip.reason().word(),
        fannedOut);
  }

  /** Writes that a run is unverified; in the transaction that settles its credit. */
  public static void unverified(Tx tx, long checkId, Unverified run) {
    tx.update(
        "writing an unverified run of check " + checkId,
        """
        INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        checkId,
        run.due(),
        run.blind().since(),
        run.blind().until(),
        run.at());
  }
}
