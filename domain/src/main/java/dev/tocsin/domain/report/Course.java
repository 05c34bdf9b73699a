package dev.tocsin.domain.report;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import java.time.Instant;
import java.util.ArrayList;
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

  /** When it was down between two instants, oldest first. */
  public List<Interval> downs(Instant from, Instant to) {
    List<Interval> downs = new ArrayList<>();
    Status status = initially();
    Instant begun = since;
    for (Flip flip : flips) {
      if (status == Status.DOWN && flip.to() != Status.DOWN) {
        add(downs, begun, flip.at(), from, to);
      }
      if (status != Status.DOWN && flip.to() == Status.DOWN) {
        begun = flip.at();
      }
      status = flip.to();
    }
    if (status == Status.DOWN) {
      add(downs, begun, to, from, to);
    }
    return downs;
  }

  private static void add(
      List<Interval> downs, Instant begun, Instant ended, Instant from, Instant to) {
    Instant since = begun.isBefore(from) ? from : begun;
    Instant until = ended.isAfter(to) ? to : ended;
    if (since.isBefore(until)) {
      downs.add(new Interval(since, until));
    }
  }

  /** Its status before the first flip. */
  Status initially() {
    return flips.isEmpty() ? now : flips.get(0).from();
  }
}
