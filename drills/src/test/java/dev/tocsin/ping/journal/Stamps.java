package dev.tocsin.ping.journal;

import java.time.Instant;

/** The door to what a journal asks of its clock. */
public final class Stamps {

  private Stamps() {}

  /** The stamp of a ping. */
  public static Instant ofPing(StampClock clock) {
    clock.heard();
    return clock.next();
  }
}
