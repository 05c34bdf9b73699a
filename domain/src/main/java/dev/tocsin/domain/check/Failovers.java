package dev.tocsin.domain.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When pings may have gone to a node that was lost, although another one listened: where there are
 * several, a balancer goes on for a while with what it took for good.
 *
 * <p>A node alone has no balancer that prefers it to others: what it did not hear is blind, and
 * nothing more. A lost stream was one of several if another one outlived it, or another node
 * listened shortly before (both may have been lost at once), or if nobody was left and another node
 * is the first to listen again, shortly after. All of that is known before anything that comes
 * after the loss can be judged: as long as nobody listens, the watermark stands still.
 */
final class Failovers {

  private final List<Ear> byOpening;
  private final Duration failoverBlind;
  private final List<Ear> around = new ArrayList<>(); // opened by the loss, and not gone for long
  private int next;

  private Failovers(List<Ear> ears, Duration failoverBlind) {
    this.byOpening = ears.stream().sorted(Comparator.comparing(Ear::openedAt)).toList();
    this.failoverBlind = failoverBlind;
  }

  /** In any order. */
  static List<Interval> of(List<Ear> ears, Duration failoverBlind) {
    Failovers failovers = new Failovers(ears, failoverBlind);
    return ears.stream()
        .filter(ear -> ear.lost() && ear.closedAt() != null)
        .sorted(Comparator.comparing(Ear::heardThrough))
        .filter(failovers::oneOfSeveral)
        .map(ear -> ear.tail(failoverBlind))
        .toList();
  }

  /** Asked of the lost in the order of their ends. */
  private boolean oneOfSeveral(Ear lost) {
    Instant loss = lost.heardThrough();
    while (next < byOpening.size() && !byOpening.get(next).openedAt().isAfter(loss)) {
      around.add(byOpening.get(next++));
    }
    around.removeIf(ear -> ear.end().isBefore(loss.minus(failoverBlind)));
    return around.stream().anyMatch(ear -> ear.end().isAfter(loss) || isOther(ear, lost))
        || takenOver(lost);
  }

  private boolean takenOver(Ear lost) {
    if (next == byOpening.size()) {
      return false;
    }
    Instant first = byOpening.get(next).openedAt();
    return first.isBefore(lost.heardThrough().plus(failoverBlind))
        && byOpening.subList(next, byOpening.size()).stream()
            .takeWhile(ear -> ear.openedAt().equals(first))
            .anyMatch(ear -> isOther(ear, lost));
  }

  private static boolean isOther(Ear ear, Ear lost) {
    return !ear.node().equals(lost.node());
  }
}
