package dev.tocsin.roles;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that ends by itself: a certificate, a password.
 *
 * @param what it is, and where; the same wherever it is found
 */
record Expiry(String what, Instant at) {

  /** Who renews by hand needs some weeks. */
  static final Duration SOON = Duration.ofDays(30);

  boolean isOver(Instant now) {
    return !at.isAfter(now);
  }

  boolean isSoon(Instant now) {
    return at.isBefore(now.plus(SOON));
  }

  /** Says it where settings are tried. */
  void into(Trial trial, Instant now) {
    Instant end = at.truncatedTo(ChronoUnit.SECONDS);
    if (isOver(now)) {
      trial.failed("%s ended at %s".formatted(what, end));
    } else if (isSoon(now)) {
      trial.warning("%s ends at %s".formatted(what, end));
    } else {
      trial.ok("%s is good until %s".formatted(what, end));
    }
  }
}
