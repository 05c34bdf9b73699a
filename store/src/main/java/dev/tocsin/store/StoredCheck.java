package dev.tocsin.store;

import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Progress;
import dev.tocsin.domain.check.Rhythm;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.ping.RunId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check as it is kept: its settings and its state.
 *
 * @param wakeAt when the alerter looks at it, at the latest
 */
public record StoredCheck(
    long id,
    UUID code,
    UUID badgeCode,
    long projectId,
    CheckSettings settings,
    CheckState state,
    @Nullable Instant wakeAt) {

  /**
   * {@code SELECT} of everything that {@link #of} reads: {@code checks c} with its state {@code s}.
   */
  public static final String SELECT =
      "SELECT c.id, c.code, c.badge_code, c.project_id, "
          + CheckSettings.COLUMNS
          + """
            , s.status, s.n_pings, s.last_ping, s.last_start, s.last_start_rid, s.last_duration,
              s.switched_at, s.edited_at, s.progress, s.wake_at,
              s.rhythm, s.credited_at, s.credited_due, s.blind_from, s.blind_until, s.name_by
              FROM checks c JOIN check_state s ON s.check_id = c.id
          """;

  public static StoredCheck of(Row row) throws SQLException {
    return new StoredCheck(
        row.number("id"),
        row.uuid("code"),
        row.uuid("badge_code"),
        row.number("project_id"),
        CheckSettings.of(row),
        stateOf(row),
        row.instantOrNull("wake_at"));
  }

  private static CheckState stateOf(Row row) throws SQLException {
    UUID run = row.uuidOrNull("last_start_rid");
    Long micros = row.numberOrNull("last_duration");
    return new CheckState(
        Status.of(row.string("status")),
        row.number("n_pings"),
        row.instantOrNull("last_ping"),
        row.instantOrNull("last_start"),
        run == null ? null : new RunId(run),
        micros == null ? null : Duration.ofNanos(micros * 1_000),
        row.instantOrNull("switched_at"),
        row.instantOrNull("edited_at"),
        Progress.of(row.stringOrNull("progress")),
        new Rhythm(Optional.ofNullable(row.numberOrNull("rhythm")).orElse(0L)),
        creditOf(row));
  }

  private static @Nullable Credit creditOf(Row row) throws SQLException {
    Instant at = row.instantOrNull("credited_at");
    return at == null
        ? null
        : new Credit(
            at,
            row.instant("credited_due"),
            new Interval(row.instant("blind_from"), row.instant("blind_until")),
            row.instantOrNull("name_by"));
  }

  public CheckRules rules() {
    return settings.rules();
  }

  /**
   * Locks the state rows of checks, in id order as everybody does, and reads them. The lock is a
   * statement of its own: a join in the locking statement would show settings from before the wait.
   */
  public static List<StoredCheck> lock(Tx tx, Collection<Long> ids) {
    tx.query(
        "locking checks",
        """
        SELECT check_id FROM check_state WHERE check_id = ANY(?)
         ORDER BY check_id FOR NO KEY UPDATE
        """,
        row -> row.number("check_id"),
        ids);
    return read(tx, ids);
  }

  /** Reads checks without a lock, in id order; those that do not exist are left out. */
  public static List<StoredCheck> read(Tx tx, Collection<Long> ids) {
    return tx.query(
        "reading checks", SELECT + " WHERE c.id = ANY(?) ORDER BY c.id", StoredCheck::of, ids);
  }
}
