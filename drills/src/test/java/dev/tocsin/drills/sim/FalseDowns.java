package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.drills.sim.Oracle.Flipped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the downs that nobody should have been told of, in the order of hearing. */
final class FalseDowns {

  private final Truth truth;
  private final Score score;
  private final Blindness blind;

  FalseDowns(Truth truth, Score score, Blindness blind) {
    this.truth = truth;
    this.score = score;
    this.blind = blind;
  }

  /**
   * A down is false if what was heard by then says that it is.
   *
   * @param heard all that was accepted of this check
   */
  void judge(Watched check, List<Flipped> flips, List<Entry> heard) {
    List<Entry> inOrder = heard.stream().sorted(Comparator.comparing(Entry::right)).toList();
    List<Entry> awaited = inOrder.stream().filter(ping -> !truth.wasUnawaited(ping)).toList();
    for (Flipped flip : flips) {
      if (!flip.byTimeout()) {
        continue;
      }
      boolean isFalse = isFalse(check, flip, inOrder);
      if (isFalse && !isFalse(check, flip, awaited)) {
        score.count("false downs since a node was given up or unknown and heard pings", 1);
      } else if (isFalse) {
        score.deviation("false downs", "%s; heard were %s".formatted(flip, near(inOrder, flip)));
      } else if (wasTried(check, flip.at())) {
        score.count("downs of jobs that had just not reached us", 1);
      }
      if (nobodyCouldHear(check, flip.at())) {
        score.deviation("false downs", flip + ", but nobody could have heard its job");
      }
    }
  }

  private static boolean isFalse(Watched check, Flipped flip, List<Entry> inOrder) {
    Expected expected = new Expected(check.rules());
    inOrder.stream()
        .filter(ping -> !ping.right().isAfter(flip.at()))
        .forEach(ping -> expected.hears(ping, ping.right()));
    Optional<Instant> deadline = expected.deadline();
    return deadline.isEmpty() || flip.at().isBefore(deadline.get());
  }

  private static List<Entry> near(List<Entry> inOrder, Flipped flip) {
    List<Entry> before = inOrder.stream().filter(ping -> !ping.right().isAfter(flip.at())).toList();
    return before.subList(Math.max(0, before.size() - 3), before.size());
  }

  /** Whether the job had said that it is well while nobody listened, and for long. */
  private boolean nobodyCouldHear(Watched check, Instant down) {
    List<Truth.Intent> intents = truth.intents(check.id());
    Instant lastHeard =
        intents.stream()
            .flatMap(intent -> intent.heard().stream())
            .filter(entry -> entry.kind().completes() && !entry.at().isAfter(down))
            .map(Entry::at)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    List<Interval> times = blind.longBetween(lastHeard, down);
    // Two runs in a row are never excused: after the second outage a down is meant to be. One that
    // is dated at a completion is of a run that was overdue before it.
    return times.size() == 1
        && lastHeard.isAfter(Instant.MIN)
        && lastHeard.isBefore(down)
        && down.isBefore(secondDeadline(check, lastHeard, times.get(0)))
        && !isOfLaterRun(check, intents, down, times.get(0))
        && intents.stream()
            .filter(intent -> intent.kind() == PingKind.SUCCESS && intent.heard().isEmpty())
            .filter(intent -> intent.triedAt().isAfter(lastHeard))
            .anyMatch(intent -> isIn(times.get(0), intent.triedAt()));
  }

  /** A run that began after the blind time and did not end is missed, whatever was before it. */
  private static boolean isOfLaterRun(
      Watched check, List<Truth.Intent> intents, Instant down, Interval blind) {
    return intents.stream()
        .flatMap(intent -> intent.heard().stream())
        .filter(entry -> entry.kind() == PingKind.START && !entry.at().isBefore(blind.until()))
        .anyMatch(entry -> entry.at().plus(check.rules().grace()).equals(down));
  }

  /** When the run after the one that was taken for done must have been heard. */
  private static Instant secondDeadline(Watched check, Instant lastHeard, Interval blind) {
    Instant due = check.rules().schedule().nextAfter(lastHeard);
    Instant credited = due.isAfter(blind.until()) ? due : blind.until();
    return check.rules().schedule().nextAfter(credited).plus(check.rules().grace());
  }

  private static boolean isIn(Interval time, Instant at) {
    return !at.isBefore(time.since()) && at.isBefore(time.until());
  }

  /** Whether the job had tried in time to say that it is well, and was not heard in time. */
  private boolean wasTried(Watched check, Instant down) {
    return truth.intents(check.id()).stream()
        .filter(intent -> intent.kind().completes() && !intent.triedAt().isAfter(down))
        .anyMatch(intent -> intent.heard().stream().allMatch(entry -> entry.at().isAfter(down)));
  }
}
