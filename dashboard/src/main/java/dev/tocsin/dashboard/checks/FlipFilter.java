package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;

/**
 * Which flips are asked for; all parts must fit.
 *
 * @param from at or after this
 * @param to before this
 * @param last not longer ago than this, by the database's clock
 * @param behind of a list with the newest first, only what stands behind this place
 */
public record FlipFilter(Instant from, Instant to, Duration last, Place behind) {

  /** A place in the list: flips may share an instant, never an id. */
  public record Place(Instant at, long id) {}

  /** Longer than any flip is ago; the driver's intervals end at 68 years. */
  private static final Duration EVER = Duration.ofDays(18_000);

  /** Every flip. */
  public static final FlipFilter ALL =
      new FlipFilter(
          Instant.EPOCH, Schedule.NEVER, EVER, new Place(Schedule.NEVER, Long.MAX_VALUE));

  /** The same, at or after an instant. */
  public FlipFilter from(Instant at) {
    return new FlipFilter(at, to, last, behind);
  }

  /** The same, before an instant. */
  public FlipFilter to(Instant at) {
    return new FlipFilter(from, at, last, behind);
  }

  /** The same, not longer ago than a time. */
  public FlipFilter last(Duration time) {
    return new FlipFilter(from, to, time, behind);
  }

  /** The same, older than the flip with this instant and id. */
  public FlipFilter after(Instant at, long id) {
    return new FlipFilter(from, to, last, new Place(at, id));
  }
}
