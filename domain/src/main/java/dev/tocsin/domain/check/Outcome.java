package dev.tocsin.domain.check;

import dev.tocsin.domain.assertion.Breach;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event made of a check.
 *
 * @param state the state from now on
 * @param flips what changed on the way, oldest first; empty if the status stayed. A ping after a
 *     missed deadline yields two: down at the deadline, then what the ping says
 * @param unverified runs that people are to be told of, oldest first; each is said once
 * @param breaches what the ping should have said and did not: this success counts as a failure
 */
public record Outcome(
    CheckState state, List<Flip> flips, List<Unverified> unverified, List<Breach> breaches) {
  public Outcome {
    flips = List.copyOf(flips);
    unverified = List.copyOf(unverified);
    breaches = List.copyOf(breaches);
  }

  Outcome(CheckState state, List<Flip> flips, List<Unverified> unverified) {
    this(state, flips, unverified, List.of());
  }

  Outcome(CheckState state, List<Flip> flips) {
    this(state, flips, List.of());
  }

  static Outcome unchanged(CheckState was) {
    return new Outcome(was, List.of());
  }

  /** This, and then what came of it. */
  Outcome then(Outcome next) {
    return new Outcome(
        next.state,
        joined(flips, next.flips),
        joined(unverified, next.unverified),
        joined(breaches, next.breaches));
  }

  /** The same, and this is what the ping should have said. */
  Outcome breaking(List<Breach> broken) {
    return broken.isEmpty() ? this : new Outcome(state, flips, unverified, broken);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
