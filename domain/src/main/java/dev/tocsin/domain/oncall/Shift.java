package dev.tocsin.domain.oncall;

import java.time.Instant;

/**
 * That somebody is on call from an instant to just before another.
 *
 * @param instead whether this one stands in for whose turn it is
 * @param <P> what a person is
 */
public record Shift<P>(P person, Instant from, Instant until, boolean instead) {

  public Shift {
    if (!until.isAfter(from)) {
      throw new IllegalArgumentException("a shift ends after it begins: " + from + ", " + until);
    }
  }

  /** Whether it goes on at this instant. */
  public boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  /** Whether this is more of the same. */
  boolean goesOnWith(Shift<P> next) {
    return person.equals(next.person) && instead == next.instead && until.equals(next.from);
  }

  Shift<P> upTo(Instant end) {
    return new Shift<>(person, from, end, instead);
  }
}
