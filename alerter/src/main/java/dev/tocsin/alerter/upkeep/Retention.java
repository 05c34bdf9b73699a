package dev.tocsin.alerter.upkeep;

import java.time.Duration;
import java.util.Optional;

/**
 * How long rows are kept whose matter is over.
 *
 * @param history flips with their incidents, messages with their deliveries and attempts, notices,
 *     silences, stand-ins, matters of operators: the protocol promises 93 days
 * @param audit who did what; empty: for ever
 * @param setAside records in quarantine, and pings that belong to nobody; empty: for ever
 */
public record Retention(Duration history, Optional<Duration> audit, Optional<Duration> setAside) {

  /** What the protocol promises of flips, and so the least that may be kept. */
  public static final Duration PROMISED = Duration.ofDays(93);

  public static final Retention DEFAULTS =
      new Retention(PROMISED, Optional.of(Duration.ofDays(730)), Optional.of(Duration.ofDays(366)));

  public Retention {
    if (history.compareTo(PROMISED) < 0) {
      throw new IllegalArgumentException("the log is kept for 93 days at least");
    }
  }
}
