package dev.tocsin.dashboard.people.audit;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;

/**
 * Which events are wanted.
 *
 * @param actor a part of the name of who did it, in any case; empty: anybody
 * @param action the action, or what stands before its point; empty: any
 * @param from the earliest instant
 * @param until the instant behind the latest
 * @param before only events with a smaller id: the place of a page
 */
public record AuditFilter(String actor, String action, Instant from, Instant until, long before) {

  /** All there is. */
  public static final AuditFilter ALL =
      new AuditFilter("", "", Instant.EPOCH, Schedule.NEVER, Long.MAX_VALUE);

  /** The same, on from an event. */
  public AuditFilter olderThan(long id) {
    return new AuditFilter(actor, action, from, until, id);
  }
}
