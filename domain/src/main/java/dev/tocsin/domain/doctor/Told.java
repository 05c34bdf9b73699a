package dev.tocsin.domain.doctor;

import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.ZoneId;

/**
 * When a check was told to expect its job: the settings that the doctor may change, as people
 * entered them. {@code kind} decides which of the others count, as in {@link Schedules#of}.
 */
public record Told(String kind, Duration timeout, String line, String zone, Duration grace) {

  /** Reads the schedule. */
  public Schedule schedule() {
    return Schedules.of(kind, timeout, line, zone);
  }

  /** Whether a time zone means anything: not to a period. */
  boolean goesByClocks() {
    return !kind.equals(Schedules.SIMPLE);
  }

  Told in(ZoneId other) {
    return new Told(kind, timeout, line, other.getId(), grace);
  }

  Told every(Duration period) {
    return new Told(Schedules.SIMPLE, period, line, zone, grace);
  }

  Told by(String expression, ZoneId in) {
    return new Told(Schedules.kindOf(expression), timeout, expression, in.getId(), grace);
  }

  Told within(Duration other) {
    Duration longest = other.compareTo(Period.LONGEST) > 0 ? Period.LONGEST : other;
    return new Told(kind, timeout, line, zone, longest);
  }
}
