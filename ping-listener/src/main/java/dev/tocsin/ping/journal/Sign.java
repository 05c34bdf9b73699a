package dev.tocsin.ping.journal;

import java.time.Duration;
import java.time.Instant;

/** What a stream's records say about the time in which they were written. */
public sealed interface Sign permits Sign.Heard, DeafTime, ClockEvent {

  /** Longer than this between two signs means that nobody said anything about that time. */
  Duration GAP = Duration.ofSeconds(2);

  /** The same, of a time that is so much later. */
  Sign plus(Duration by);

  /** Pings were accepted, with no gap of more than {@link #GAP} between the notes that say so. */
  record Heard(Instant from, Instant through) implements Sign {
    @Override
    public Heard plus(Duration by) {
      return new Heard(from.plus(by), through.plus(by));
    }
  }
}
