package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
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
 */
public record CheckState(
    Status status,
    long pings,
    @Nullable Instant lastPing,
    @Nullable Instant lastStart,
    @Nullable RunId lastStartRun,
    @Nullable Duration lastDuration,
    @Nullable Instant switchedAt,
    @Nullable Instant editedAt) {

  /** A check that was just made. */
  public static final CheckState CREATED =
      new CheckState(Status.NEW, 0, null, null, null, null, null, null);

  /** Whether a run is in progress, overdue or not: {@code started} on the wire. */
  public boolean started() {
    return lastStart != null;
  }

  CheckState counted() {
    return new CheckState(
        status, pings + 1, lastPing, lastStart, lastStartRun, lastDuration, switchedAt, editedAt);
  }

  CheckState withStatus(Status next) {
    return new CheckState(
        next, pings, lastPing, lastStart, lastStartRun, lastDuration, switchedAt, editedAt);
  }

  CheckState completed(Status next, Instant at, @Nullable Duration took) {
    return new CheckState(next, pings, at, lastStart, lastStartRun, took, switchedAt, editedAt);
  }

  CheckState withRun(@Nullable Instant start, @Nullable RunId run) {
    return new CheckState(status, pings, lastPing, start, run, lastDuration, switchedAt, editedAt);
  }

  CheckState withDuration(Duration took) {
    return new CheckState(
        status, pings, lastPing, lastStart, lastStartRun, took, switchedAt, editedAt);
  }

  CheckState switched(Status next, Instant at, @Nullable Instant last) {
    return new CheckState(next, pings, last, null, null, lastDuration, at, editedAt);
  }

  CheckState edited(Instant at) {
    return new CheckState(
        status, pings, lastPing, lastStart, lastStartRun, lastDuration, switchedAt, at);
  }
}
