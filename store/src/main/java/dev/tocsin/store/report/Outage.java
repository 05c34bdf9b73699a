package dev.tocsin.store.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A time in which a check was down, as far as it lies in a report.
 *
 * @param name of the check
 * @param code of the check
 * @param from when it began, or the report does
 * @param to when it ended, or the report does
 * @param lasted how long that was, without the time in which nobody could hear
 */
public record Outage(String name, UUID code, Instant from, Instant to, Duration lasted) {

  /** The longest comes first. */
  static final Comparator<Outage> LONGEST_FIRST =
      Comparator.comparing(Outage::lasted)
          .reversed()
          .thenComparing(Outage::from)
          .thenComparing(Outage::code);
}
