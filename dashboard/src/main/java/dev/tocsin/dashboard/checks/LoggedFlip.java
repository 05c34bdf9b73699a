package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A flip as the log has it, in the words of the version that wrote it. That may be a later one than
 * this, which was put back: a word that we do not know is shown as it is.
 *
 * @param id unique among all flips
 */
public record LoggedFlip(long id, Instant at, String from, String to, String reason) {

  /** Out of a row with {@code id}, {@code at}, {@code old_status}, {@code new_status}, reason. */
  public static LoggedFlip of(Row row) throws SQLException {
    return new LoggedFlip(
        row.number("id"),
        row.instant("at"),
        row.string("old_status"),
        row.string("new_status"),
        row.string("reason"));
  }

  /** What it means; empty if it says what this version does not know. */
  public Optional<Flip> known() {
    try {
      return Optional.of(new Flip(at, Status.of(from), Status.of(to), Flip.Reason.of(reason)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
