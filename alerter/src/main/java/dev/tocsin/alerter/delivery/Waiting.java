package dev.tocsin.alerter.delivery;

import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is in no message yet.
 *
 * @param checkId null for a test, and for a notice
 * @param change what happened to the check; null where there is no flip
 * @param matter what a notice is about; null where there is no notice
 * @param insteadOf the channel that should have told it and could not; null for most
 * @param outdated whether it is told again, and there is nothing left to be told again
 * @param news what it tells, whoever made the row: code, instant, status and channel, no sequence
 */
record Waiting(
    long id,
    Kind kind,
    @Nullable Long checkId,
    @Nullable Change change,
    @Nullable String matter,
    @Nullable Long insteadOf,
    boolean outdated,
    String news) {

  /**
   * A flip.
   *
   * @param status where the check stands after it
   * @param at when it happened
   * @param notedAt when it was written down
   * @param missed whether it went down because nothing was heard
   */
  record Change(Status status, Instant at, Instant notedAt, boolean missed) {
    static Change of(String status, Row row) throws SQLException {
      return new Change(
          Status.of(status), row.instant("at"), row.instant("noted_at"), row.flag("missed"));
    }
  }

  /** Why it is told. */
  enum Kind {
    FLIP,
    REMINDER,
    ESCALATION,
    NOTICE,
    TEST,
    RESEND;

    /** Whether it is a message of its own, and waits for no window. */
    boolean isAlone() {
      return switch (this) {
        case FLIP, REMINDER, ESCALATION -> false;
        case NOTICE, TEST, RESEND -> true;
      };
    }

    /** Whether it tells again, of a down, what has been told. */
    boolean isAgain() {
      return this == REMINDER || this == ESCALATION;
    }
  }

  static Waiting of(Row row) throws SQLException {
    String status = row.stringOrNull("new_status");
    return new Waiting(
        row.number("id"),
        Kind.valueOf(row.string("reason").toUpperCase(Locale.ROOT)),
        row.numberOrNull("check_id"),
        status == null ? null : Change.of(status, row),
        row.stringOrNull("matter"),
        row.numberOrNull("instead_of"),
        row.flag("outdated"),
        row.string("news"));
  }

  /** What must arrive in order: all of one check, all of one matter; anything else by itself. */
  Object owner() {
    if (kind != Kind.RESEND && checkId != null) {
      return checkId;
    }
    return kind == Kind.NOTICE && matter != null ? matter : this;
  }

  /** Whether people hear of it for the first time. */
  boolean isFresh() {
    return kind == Kind.FLIP && insteadOf == null;
  }

  boolean isDown() {
    return change != null && change.status() == Status.DOWN;
  }
}
