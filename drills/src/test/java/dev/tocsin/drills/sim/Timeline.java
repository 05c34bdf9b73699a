package dev.tocsin.drills.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;

/**
 * Virtual time: what happens when. It jumps from event to event; two at one instant happen in the
 * order in which they were asked for, so that a run repeats to the letter.
 */
final class Timeline {

  private record Event(Instant at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Instant began;
  private Instant now;
  private long orders;

  Timeline(Instant begin) {
    this.began = begin.truncatedTo(ChronoUnit.MICROS);
    this.now = began;
  }

  Instant now() {
    return now;
  }

  /** Nanoseconds of a clock that nobody sets. */
  long nanos() {
    return Duration.between(began, now).toNanos();
  }

  /** Does something at an instant; at once, if that has passed. */
  void at(Instant when, Runnable what) {
    Instant at = when.isBefore(now) ? now : when.truncatedTo(ChronoUnit.MICROS);
    events.add(new Event(at, orders++, what));
  }

  void after(Duration wait, Runnable what) {
    at(now.plus(wait), what);
  }

  /** Lets everything happen that is due before {@code end}. */
  void runUntil(Instant end) {
    while (!events.isEmpty() && events.peek().at().isBefore(end)) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }
}
