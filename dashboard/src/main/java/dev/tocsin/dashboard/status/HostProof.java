package dev.tocsin.dashboard.status;

import java.time.Instant;
import java.util.Optional;

/**
 * How far it is proven that the host name of a page is its owner's.
 *
 * @param since when it was proven; empty: it is not, and the page is not shown there
 * @param lookedAt when name servers were asked last; empty: not yet
 * @param problem what they said then, for people; empty: the record is there
 */
public record HostProof(Optional<Instant> since, Optional<Instant> lookedAt, String problem) {

  /** Nobody has looked. */
  public static final HostProof NONE = new HostProof(Optional.empty(), Optional.empty(), "");

  public boolean isProven() {
    return since.isPresent();
  }
}
