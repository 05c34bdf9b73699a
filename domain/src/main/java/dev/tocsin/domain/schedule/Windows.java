package dev.tocsin.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Spans of one length: a single one, or those that begin whenever a schedule says so. */
public final class Windows {

  /** From its first instant to just before {@code until}. */
  public record Window(Instant from, Instant until) {}

  private final UnaryOperator<Instant> nextStart;
  private final Duration lasts;

  private Windows(UnaryOperator<Instant> nextStart, Duration lasts) {
    if (lasts.isZero() || lasts.isNegative()) {
      throw new IllegalArgumentException("a window lasts for some time: " + lasts);
    }
    this.nextStart = nextStart;
    this.lasts = lasts;
  }

  /** A single one. */
  public static Windows once(Instant start, Duration lasts) {
    return new Windows(after -> start.isAfter(after) ? start : Schedule.NEVER, lasts);
  }

  /** One that begins at each instant of a schedule. */
  public static Windows by(Schedule schedule, Duration lasts) {
    return new Windows(schedule::nextAfter, lasts);
  }

  /** The first window that has an instant in common with {@code from} to {@code to}, both in. */
  public Optional<Window> touching(Instant from, Instant to) {
    // What begins after from - lasts ends after from.
    Instant start = nextStart.apply(from.minus(lasts));
    return start.isAfter(to) ? Optional.empty() : Optional.of(window(start));
  }

  /** The window that goes on at {@code now}, and those that begin next. */
  public List<Window> upcoming(Instant now, int count) {
    return Stream.iterate(
            nextStart.apply(now.minus(lasts)), at -> at.isBefore(Schedule.NEVER), nextStart)
        .limit(count)
        .map(this::window)
        .toList();
  }

  private Window window(Instant start) {
    return new Window(start, start.plus(lasts));
  }
}
