package dev.tocsin.domain.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The periods of a report, one after the other, without gaps. They are those of a clock on a wall:
 * a day on which clocks change has 23 or 25 hours.
 */
public record Timeline(Period period, ZoneId zone, List<Slice> slices) {

  /**
   * One period, as far as it is over.
   *
   * @param first its first day
   * @param from the begin of that day
   * @param to the begin of the next period, or now
   */
  public record Slice(LocalDate first, String label, Instant from, Instant to) {}

  public Timeline {
    slices = List.copyOf(slices);
  }

  /**
   * The whole periods that two days lie in, with all between them; what lies after now is cut off.
   */
  public static Timeline of(
      Period period, LocalDate from, LocalDate until, ZoneId zone, Instant now) {
    List<Slice> slices = new ArrayList<>();
    LocalDate first = period.first(from);
    while (!first.isAfter(until)) {
      LocalDate next = period.next(first);
      Instant start = first.atStartOfDay(zone).toInstant();
      Instant end = next.atStartOfDay(zone).toInstant();
      Instant to = end.isAfter(now) ? now : end;
      if (start.isBefore(to)) { // a zone that crosses the date line has no such day
        slices.add(new Slice(first, period.label(first), start, to));
      }
      first = next;
    }
    return new Timeline(period, zone, slices);
  }

  public boolean isEmpty() {
    return slices.isEmpty();
  }

  /** When the first period begins; there is one. */
  public Instant from() {
    return slices.get(0).from();
  }

  /** When the last period ends; there is one. */
  public Instant to() {
    return slices.get(slices.size() - 1).to();
  }

  /** The place of the first period that ends after an instant; the number of all if none does. */
  int endingAfter(Instant instant) {
    int low = 0;
    int high = slices.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slices.get(middle).to().isAfter(instant)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The place of the period that an instant lies in; -1 if it lies in none. */
  int at(Instant instant) {
    int place = endingAfter(instant);
    return place < slices.size() && !slices.get(place).from().isAfter(instant) ? place : -1;
  }
}
