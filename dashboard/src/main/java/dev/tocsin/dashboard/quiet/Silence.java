package dev.tocsin.dashboard.quiet;

import java.time.Instant;
import java.util.UUID;

/**
 * That a person asked not to be told, and why.
 *
 * @param author an e-mail address, or an actor as in the audit log
 * @param starts the first instant in which it counts
 * @param ends the first in which it does not any more
 */
public record Silence(
    UUID code, Range range, String reason, String author, Instant starts, Instant ends) {

  public boolean isOn(Instant now) {
    return !now.isBefore(starts) && now.isBefore(ends);
  }
}
