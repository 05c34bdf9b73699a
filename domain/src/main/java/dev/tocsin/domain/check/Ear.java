package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One start of a ping listener, as far as it tells when pings could be heard.
 *
 * @param node where it ran; only for people
 * @param openedAt from then on it listened
 * @param heardThrough up to then at least; a stream that is not closed goes on, until it says
 *     otherwise
 * @param closedAt when it was found or said to have ended; null while it is open
 * @param lost it did not end by a clean stop: whoever sends pings may have tried it for a while
 * @param deaf when its process was there and could not accept pings, in any order
 */
public record Ear(
    String node,
    Instant openedAt,
    Instant heardThrough,
    @Nullable Instant closedAt,
    boolean lost,
    List<Interval> deaf) {
  public Ear {
    deaf = List.copyOf(deaf);
  }

  /** When it listened, by time. */
  List<Interval> listened() {
    Instant end = end();
    List<Interval> pieces = new ArrayList<>();
    Instant from = openedAt;
    for (Interval gap : deaf.stream().sorted(Comparator.comparing(Interval::since)).toList()) {
      Instant to = gap.since().isBefore(end) ? gap.since() : end;
      if (from.isBefore(to)) {
        pieces.add(new Interval(from, to));
      }
      from = from.isAfter(gap.until()) ? from : gap.until();
    }
    if (from.isBefore(end)) {
      pieces.add(new Interval(from, end));
    }
    return pieces;
  }

  /** When it ended, as far as listening goes; {@link Instant#MAX} while it is open. */
  Instant end() {
    return closedAt == null ? Instant.MAX : heardThrough;
  }

  /** After its unplanned loss: from what was heard last to when everybody surely went elsewhere. */
  Interval tail(Duration failoverBlind) {
    Instant elsewhere = heardThrough.plus(failoverBlind);
    Instant found = closedAt == null ? elsewhere : closedAt;
    return new Interval(heardThrough, found.isAfter(elsewhere) ? found : elsewhere);
  }
}
