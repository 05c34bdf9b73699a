package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a check that pings and people move. All instants have microsecond precision.
 *
 * @param pings how many pings were applied: the {@code n} of the last one
 * @param lastPing the last completion (success or fail)
 * @param lastStart set while a run is in progress, also when that run is overdue
 * @param lastStartRun the run id that came with {@code lastStart}
 * @param lastDuration set only if the last completion ended a run
 * @param switchedAt the last pause or resume: a ping heard before it changes nothing any more
 * @param editedAt the last change of the rules: a ping heard before it was judged by other rules
 * @param progress what checks with a {@link Policy} remember besides
 * @param rhythm how soon pings follow each other, for checks with a period
 * @param credit the run that was taken for done since the last completion; null for none, and on a
 *     check that is down
 */
public record CheckState(
    Status status,
    long pings,
    @Nullable Instant lastPing,
    @Nullable Instant lastStart,
    @Nullable RunId lastStartRun,
    @Nullable Duration lastDuration,
    @Nullable Instant switchedAt,
    @Nullable Instant editedAt,
    Progress progress,
    Rhythm rhythm,
    @Nullable Credit credit) {

  /** A check that was just made. */
  public static final CheckState CREATED =
      new CheckState(
          Status.NEW, 0, null, null, null, null, null, null, Progress.NONE, Rhythm.NONE, null);

  /** Whether a run is in progress, overdue or not: {@code started} on the wire. */
  public boolean started() {
    return lastStart != null;
  }

  /** Whether something heard at {@code at} is older than what was applied before. */
  boolean isLate(Instant at) {
    return (lastPing != null && at.isBefore(lastPing))
        || (switchedAt != null && at.isBefore(switchedAt));
  }

  /** What the next run is expected from; only for a check that has a last completion. */
  Instant base() {
    return credit == null ? Objects.requireNonNull(lastPing) : credit.at();
  }

  /** The same with another status. */
  public CheckState withStatus(Status next) {
    return new CheckState(
        next,
        pings,
        lastPing,
        lastStart,
        lastStartRun,
        lastDuration,
        switchedAt,
        editedAt,
        progress,
        rhythm,
        next == Status.DOWN ? null : credit);
  }

  CheckState counted() {
    return new CheckState(
        status,
        pings + 1,
        lastPing,
        lastStart,
        lastStartRun,
        lastDuration,
        switchedAt,
        editedAt,
        progress,
        rhythm,
        credit);
  }

  /** Completed. One from before what was credited says that somebody is there, and no more. */
  CheckState completed(Instant at, @Nullable Duration took, Rhythm next) {
    boolean older = credit != null && at.isBefore(credit.at());
    return new CheckState(
        status,
        pings,
        at,
        lastStart,
        lastStartRun,
        took,
        switchedAt,
        editedAt,
        progress,
        next,
        older ? Objects.requireNonNull(credit).settled() : null);
  }

  /** The same with this run in progress, and no other. */
  CheckState withRun(@Nullable Instant start, @Nullable RunId run) {
    return new CheckState(
        status,
        pings,
        lastPing,
        start,
        run,
        lastDuration,
        switchedAt,
        editedAt,
        progress.running(null, List.of()),
        rhythm,
        credit);
  }

  CheckState withDuration(Duration took) {
    return new CheckState(
        status,
        pings,
        lastPing,
        lastStart,
        lastStartRun,
        took,
        switchedAt,
        editedAt,
        progress,
        rhythm,
        credit);
  }

  CheckState withProgress(Progress next) {
    if (progress.equals(next)) {
      return this; // as most checks do with most pings
    }
    return new CheckState(
        status,
        pings,
        lastPing,
        lastStart,
        lastStartRun,
        lastDuration,
        switchedAt,
        editedAt,
        next,
        rhythm,
        credit);
  }

  CheckState withCredit(@Nullable Credit next) {
    return new CheckState(
        status,
        pings,
        lastPing,
        lastStart,
        lastStartRun,
        lastDuration,
        switchedAt,
        editedAt,
        progress,
        rhythm,
        next);
  }

  /** Paused or resumed: what was in progress is over, and nothing is in a row with anything. */
  CheckState switched(Status next, Instant at, @Nullable Instant last) {
    return new CheckState(
        next,
        pings,
        last,
        null,
        null,
        lastDuration,
        at,
        editedAt,
        Progress.NONE,
        Rhythm.NONE,
        null);
  }

  CheckState edited(Instant at) {
    return new CheckState(
        status,
        pings,
        lastPing,
        lastStart,
        lastStartRun,
        lastDuration,
        switchedAt,
        at,
        progress,
        rhythm,
        credit);
  }
}
