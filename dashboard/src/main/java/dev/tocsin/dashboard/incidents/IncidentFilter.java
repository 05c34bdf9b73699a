package dev.tocsin.dashboard.incidents;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/**
 * Which incidents are asked for; all parts must fit.
 *
 * @param from began at or after this
 * @param to began before this
 * @param ongoing whether they go on, if that matters
 * @param before began before this
 * @param beforeId or began just then with a smaller id: the next page
 */
public record IncidentFilter(
    Instant from, Instant to, Optional<Boolean> ongoing, Instant before, long beforeId) {

  /** Every incident. */
  public static final IncidentFilter ALL =
      new IncidentFilter(
          Instant.EPOCH, Schedule.NEVER, Optional.empty(), Schedule.NEVER, Long.MAX_VALUE);

  /** Those that go on. */
  public static final IncidentFilter OPEN =
      new IncidentFilter(
          Instant.EPOCH, Schedule.NEVER, Optional.of(true), Schedule.NEVER, Long.MAX_VALUE);
}
