package dev.tocsin.domain.check;

import java.time.Instant;
import java.util.Optional;

/**
 * What people see is computed for an instant, with what is known of the time before.
 *
 * @param blind when nobody could hear
 */
public record AsOf(Instant at, BlindTimes blind) {

  /** Somebody always heard. */
  public static AsOf of(Instant at) {
    return new AsOf(at, BlindTimes.NONE);
  }

  /** What people see of a check: never down for a silence that is excused. */
  public Standing standing(CheckState is, CheckRules rules) {
    return CheckMachine.standing(is, rules, at, blind);
  }

  /** When it goes down, or its run is taken for done, if nothing is heard. */
  public Optional<Instant> deadline(CheckState is, CheckRules rules) {
    return CheckMachine.deadline(is, rules, blind);
  }
}
