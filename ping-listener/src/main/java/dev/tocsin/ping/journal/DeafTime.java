package dev.tocsin.ping.journal;

import java.time.Duration;
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

  @Override
  public DeafTime plus(Duration by) {
    boolean open = since.equals(WHERE_HEARING_ENDED);
    return new DeafTime(open ? since : since.plus(by), until.plus(by), cause);
  }

  boolean goesOnIn(Sign next) {
    return next instanceof DeafTime it && it.cause == cause && it.since.equals(since);
  }
}
