package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes of the clocks that skip or repeat a time of a schedule: of one that has a single time
 * around then. What comes every hour is not concerned, and where several times fall together nobody
 * can say which one was left out.
 */
final class ClockChanges {

  /** So far from the next time of the schedule that a run belongs to one of them. */
  private static final Duration ALONE = Duration.ofHours(4);

  /** Where there are changes at all, there are some each year. */
  private static final int CHANGES_AHEAD = 4;

  private static final ZoneId UTC = ZoneId.of("UTC");

  private final ZoneId zone;

  /** The same times on a clock that nobody changes. */
  private final Schedule local;

  private ClockChanges(ZoneId zone, Schedule local) {
    this.zone = zone;
    this.local = local;
  }

  static ClockChanges of(Told told) {
    Schedule local = told.in(UTC).schedule();
    // An expression that names a zone of its own goes by that one, whatever the check says.
    boolean ours = local.zone().equals(Optional.of(UTC));
    return new ClockChanges(ours ? ZoneId.of(told.zone()) : UTC, local);
  }

  /**
   * A change that concerns the schedule.
   *
   * @param due the time of the schedule, as the clock shows it
   */
  record Change(ZoneOffsetTransition transition, LocalDateTime due) {

    boolean isGap() {
      return transition.isGap();
    }

    Instant at() {
      return transition.getInstant();
    }

    LocalDate date() {
      return due.toLocalDate();
    }

    LocalTime time() {
      return due.toLocalTime();
    }

    /** Where the hour begins that is skipped or repeated. */
    LocalTime from() {
      return earlier().toLocalTime();
    }

    /** Where it ends. */
    LocalTime to() {
      return later().toLocalTime();
    }

    private LocalDateTime earlier() {
      return isGap() ? transition.getDateTimeBefore() : transition.getDateTimeAfter();
    }

    private LocalDateTime later() {
      return isGap() ? transition.getDateTimeAfter() : transition.getDateTimeBefore();
    }

    /** When the clock shows the time first. */
    Instant first() {
      return due.toInstant(transition.getOffsetBefore());
    }

    /** When it shows the time again. */
    Instant second() {
      return due.toInstant(transition.getOffsetAfter());
    }
  }

  /** Those within a span, by time. */
  List<Change> between(Instant from, Instant until) {
    List<Change> changes = new ArrayList<>();
    ZoneOffsetTransition next = zone.getRules().nextTransition(from);
    while (next != null && next.getInstant().isBefore(until)) {
      concerned(next).ifPresent(changes::add);
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return changes;
  }

  /** The next one. */
  Optional<Change> next(Instant after) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(after);
    for (int i = 0; next != null && i < CHANGES_AHEAD; i++) {
      Optional<Change> change = concerned(next);
      if (change.isPresent()) {
        return change;
      }
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return Optional.empty();
  }

  private Optional<Change> concerned(ZoneOffsetTransition transition) {
    boolean gap = transition.isGap();
    Instant from = local(gap ? transition.getDateTimeBefore() : transition.getDateTimeAfter());
    Instant until = local(gap ? transition.getDateTimeAfter() : transition.getDateTimeBefore());
    Instant due = local.nextAfter(from.minusSeconds(1));
    boolean alone =
        due.isBefore(until)
            && !local.nextAfter(due).isBefore(due.plus(ALONE))
            && local.nextAfter(due.minus(ALONE)).equals(due);
    return alone
        ? Optional.of(new Change(transition, LocalDateTime.ofInstant(due, ZoneOffset.UTC)))
        : Optional.empty();
  }

  private static Instant local(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }
}
