package dev.tocsin.ping.journal;

import java.time.Instant;

/**
 * A time in which pings could not be accepted, though the process was there. Said again with the
 * same beginning and cause, it has become longer.
 *
 * @param since where it begins; {@link #WHERE_HEARING_ENDED} if that is all that is known
 * @param until where it ends
 */
public record DeafTime(Instant since, Instant until, DeafCause cause) implements Sign {

  /** As a beginning: wherever hearing ended before. */
  public static final Instant WHERE_HEARING_ENDED = Instant.MIN;

  boolean goesOnIn(Sign next) {
    return next instanceof DeafTime it && it.cause == cause && it.since.equals(since);
  }
}
