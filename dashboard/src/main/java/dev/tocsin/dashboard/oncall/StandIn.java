package dev.tocsin.dashboard.oncall;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An override: that somebody is on call instead of whose turn it is.
 *
 * @param code its name on the wire; empty as long as it is not kept
 * @param channel the code of the channel that reaches them
 * @param author who said so
 */
public record StandIn(
    Optional<UUID> code, String name, UUID channel, Instant from, Instant until, String author) {

  /** Longer than that it is a change of the rota. */
  static final Duration LONGEST = Duration.ofDays(366);

  /** What is wrong with it, for people; empty if nothing is. */
  Optional<String> problem(Instant now) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > 100) {
      return Optional.of("who stands in needs a name of up to 100 characters");
    }
    if (!until.isAfter(from)) {
      return Optional.of("an override ends after it begins");
    }
    if (!until.isAfter(now)) {
      return Optional.of("that is over already");
    }
    return Duration.between(from, until).compareTo(LONGEST) > 0
        ? Optional.of("an override lasts for up to 366 days")
        : Optional.empty();
  }
}
