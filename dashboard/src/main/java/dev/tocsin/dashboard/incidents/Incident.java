package dev.tocsin.dashboard.incidents;

import dev.tocsin.domain.check.BlindTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a check was down: from the flip that took it down to the next one.
 *
 * @param id in the order of opening
 * @param code its address
 * @param check code of the check
 * @param name of the check
 * @param reason why it went down, as the flip says
 * @param ended null: it goes on
 * @param blind when nobody could hear since it began: the check may have been up
 * @param endedBy the status that ended it: {@code up}, {@code paused} or {@code new}
 * @param withheld why nobody was told of it, so far or at all, as in {@code deliveries.withheld}
 * @param assignee the e-mail address of who looks after it
 * @param notes the oldest first
 */
public record Incident(
    long id,
    UUID code,
    UUID check,
    String name,
    Instant started,
    String reason,
    @Nullable Instant ended,
    BlindTimes blind,
    @Nullable String endedBy,
    Optional<String> withheld,
    Optional<Acknowledged> acknowledged,
    Optional<String> assignee,
    List<Note> notes) {

  public Incident {
    notes = List.copyOf(notes);
  }

  /**
   * That somebody knows, and looks after it.
   *
   * @param by an e-mail address, or an actor as in the audit log
   * @param how {@code page}, {@code api} or {@code link}
   */
  public record Acknowledged(Instant at, String by, String how) {}

  /** What somebody wrote down about it. */
  public record Note(Instant at, String author, String body) {}

  /** How long it lasted, or has lasted by then, without the time in which nobody could hear. */
  public Duration downtime(Instant now) {
    return Duration.between(started, until(now)).minus(unheard(now));
  }

  /** How much of it nobody could hear. */
  public Duration unheard(Instant now) {
    return blind.within(started, until(now));
  }

  private Instant until(Instant now) {
    return ended == null ? now : ended;
  }

  public boolean open() {
    return ended == null;
  }

  /** The name of the check, or its code for one without. */
  public String title() {
    return name.isBlank() ? check.toString() : name;
  }

  /** Of its page. */
  public String path() {
    return "/incidents/" + code;
  }
}
