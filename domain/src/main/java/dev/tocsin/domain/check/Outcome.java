package dev.tocsin.domain.check;

import java.util.List;

/**
 * What an event made of a check.
 *
 * @param state the state from now on
 * @param flips what changed on the way, oldest first; empty if the status stayed. A ping after a
 *     missed deadline yields two: down at the deadline, then what the ping says
 */
public record Outcome(CheckState state, List<Flip> flips) {
  public Outcome {
    flips = List.copyOf(flips);
  }

  static Outcome unchanged(CheckState was) {
    return new Outcome(was, List.of());
  }
}
