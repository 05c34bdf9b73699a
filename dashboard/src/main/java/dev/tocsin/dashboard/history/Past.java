package dev.tocsin.dashboard.history;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a check stood when: one stretch of time after the other, without gaps, up to now.
 *
 * @param blind when nobody could hear: it counts neither as up nor as down
 */
public record Past(List<Stretch> stretches, BlindTimes blind) {

  /** A status from one instant to another. */
  public record Stretch(Instant from, Instant to, Status status) {

    /** How much of it lies within other two instants, and was not blind. */
    Duration within(Instant since, Instant until, BlindTimes blind) {
      Instant start = from.isAfter(since) ? from : since;
      Instant end = to.isBefore(until) ? to : until;
      return start.isBefore(end)
          ? Duration.between(start, end).minus(blind.within(start, end))
          : Duration.ZERO;
    }
  }

  public Past {
    stretches = List.copyOf(stretches);
  }

  /**
   * What follows from flips.
   *
   * @param flips oldest first; those from before may be gone
   * @param now what they led to, if there is none
   */
  public static Past of(List<Flip> flips, Instant createdAt, Status now, Instant until) {
    List<Stretch> stretches = new ArrayList<>();
    Instant from = createdAt;
    if (!flips.isEmpty() && flips.get(0).at().isBefore(from)) {
      from = flips.get(0).at(); // an imported check is older than its row
    }
    Status status = flips.isEmpty() ? now : flips.get(0).from();
    for (Flip flip : flips) {
      if (from.isBefore(flip.at())) {
        stretches.add(new Stretch(from, flip.at(), status));
        from = flip.at();
      }
      status = flip.to();
    }
    if (from.isBefore(until)) {
      stretches.add(new Stretch(from, until, status));
    }
    return new Past(stretches, BlindTimes.NONE);
  }

  /** The same where nobody could hear at these times. */
  public Past without(BlindTimes unheard) {
    return new Past(stretches, unheard);
  }

  /** How long it had a status between two instants, as far as anybody could hear. */
  public Duration within(Status status, Instant since, Instant until) {
    return stretches.stream()
        .filter(stretch -> stretch.status() == status)
        .map(stretch -> stretch.within(since, until, blind))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How often it went down between two instants. */
  public long downs(Instant since, Instant until) {
    return stretches.stream()
        .filter(s -> s.status() == Status.DOWN)
        .filter(s -> !s.from().isBefore(since) && s.from().isBefore(until))
        .count();
  }

  /**
   * How much of the time since then it was up, from 0 to 100, of the time in which anybody waited
   * for it and could hear; negative if nobody did.
   */
  public double uptime(Instant since, Instant until) {
    Duration up = within(Status.UP, since, until);
    Duration down = within(Status.DOWN, since, until);
    Duration watched = up.plus(down);
    return watched.isZero() ? -1 : 100.0 * up.toMillis() / Math.max(1, watched.toMillis());
  }
}
