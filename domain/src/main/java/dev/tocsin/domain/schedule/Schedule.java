package dev.tocsin.domain.schedule;

import java.time.Instant;

/** When the next ping of a check is due. */
public sealed interface Schedule permits Period, Cron, OnCalendar {

  /** Later than any deadline: keeps comparisons free of null for schedules that are exhausted. */
  Instant NEVER = Instant.parse("3000-01-01T00:00:00Z");

  /**
   * The first instant strictly after {@code last} at which a ping is due, or {@link #NEVER}.
   *
   * @param last the last completion of the job
   */
  Instant nextAfter(Instant last);

  /** In plain English, for pages and messages: "every 5 minutes". */
  String inWords();
}
