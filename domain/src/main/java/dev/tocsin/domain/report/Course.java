package dev.tocsin.domain.report;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a check's past.
 *
 * @param since nothing is known of it before, unless a flip is older
 * @param flips oldest first, up to now; those from before a report begins may be left out
 * @param now its status
 * @param unverified when runs were due that nobody heard of, and nobody could have
 */
public record Course(Instant since, List<Flip> flips, Status now, List<Instant> unverified) {

  public Course {
    flips = List.copyOf(flips);
    unverified = List.copyOf(unverified);
  }

  /** Its status before the first flip. */
  Status initially() {
    return flips.isEmpty() ? now : flips.get(0).from();
  }
}
