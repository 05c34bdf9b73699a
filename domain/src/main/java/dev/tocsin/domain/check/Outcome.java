package dev.tocsin.domain.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event made of a check.
 *
 * @param state the state from now on
 * @param flips what changed on the way, oldest first; empty if the status stayed. A ping after a
 *     missed deadline yields two: down at the deadline, then what the ping says
 * @param unverified runs that people are to be told of, oldest first; each is said once
 */
public record Outcome(CheckState state, List<Flip> flips, List<Unverified> unverified) {
  public Outcome {
    flips = List.copyOf(flips);
    unverified = List.copyOf(unverified);
  }

  Outcome(CheckState state, List<Flip> flips) {
    this(state, flips, List.of());
  }

  static Outcome unchanged(CheckState was) {
    return new Outcome(was, List.of());
  }

  /** This, and then what came of it. */
  Outcome then(Outcome next) {
    return new Outcome(next.state, joined(flips, next.flips), joined(unverified, next.unverified));
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
