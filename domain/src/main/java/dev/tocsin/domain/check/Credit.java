package dev.tocsin.domain.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that was taken for done since nobody could have heard it. It stands until the next
 * completion, and people see meanwhile that it is unverified.
 *
 * @param at what stands for its completion: the next run is expected from there
 * @param due when it was expected
 * @param blind when we could not hear
 * @param nameBy unless heard by then, it is named; null once it was heard of or named
 */
public record Credit(Instant at, Instant due, Interval blind, @Nullable Instant nameBy) {

  /** The same, with nothing left to say of it. */
  Credit settled() {
    return nameBy == null ? this : new Credit(at, due, blind, null);
  }
}
