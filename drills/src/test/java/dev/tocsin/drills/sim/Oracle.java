package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what the database says at the end against what really happened.
 *
 * <p>Two views, since two nodes may bring one check's pings out of order. Whether a down was false
 * is asked in the order of hearing: no ping that was accepted anywhere may contradict it. Which
 * flips there must be is asked in the order of applying, as that is what a check went through.
 */
final class Oracle {

  /** A flip as it is in the database. */
  record Flipped(long id, long check, Instant at, String from, String to, String reason) {
    boolean byTimeout() {
      return reason.equals("timeout");
    }

    boolean alerts() {
      return to.equals("down") || (to.equals("up") && from.equals("down"));
    }
  }

  private final Truth truth;
  private final Score score;
  private final Instant watermark;
  private final Blindness blind = new Blindness();
  private final Map<Long, List<Entry>> applied = new HashMap<>();
  private final Map<Long, List<Entry>> heard = new HashMap<>();
  private final Map<Long, List<Flipped>> flips = new HashMap<>();

  /**
   * @param watermark up to when deadlines must have been judged
   */
  Oracle(Truth truth, Score score, Instant watermark) {
    this.truth = truth;
    this.score = score;
    this.watermark = watermark;
  }

  void judge(Db db, List<Watched> fleet) {
    readPings(db);
    readFlips(db);
    blind.read(db);
    score.count("blind intervals", blind.intervals().size());
    truth
        .accepted()
        .values()
        .forEach(e -> heard.computeIfAbsent(e.check(), id -> new ArrayList<>()).add(e));
    for (Watched check : fleet) {
      everyFlip(check);
      falseDowns(check);
    }
  }

  /** Every flip of the run, by check, in the order of writing. */
  Map<Long, List<Flipped>> flips() {
    return flips;
  }

  private void readPings(Db db) {
    Map<Long, Integer> seen = new HashMap<>();
    db.query(
            "reading pings",
            "SELECT body FROM pings ORDER BY check_id, n",
            row -> StreamRows.idOf(row.bytes("body")))
        .forEach(
            id -> {
              Entry entry = truth.accepted().get(id);
              if (entry == null || seen.merge(id, 1, Integer::sum) > 1) {
                score.deviation("doubled pings", "ping " + entry);
              } else {
                applied.computeIfAbsent(entry.check(), it -> new ArrayList<>()).add(entry);
              }
            });
    // What was heard in the last moments may still be in a journal.
    truth.accepted().values().stream()
        .filter(entry -> !seen.containsKey(entry.id()) && entry.at().isBefore(watermark))
        .forEach(entry -> score.deviation("lost pings", entry.toString()));
    score.count("pings", seen.size());
  }

  private void readFlips(Db db) {
    db.query(
            "reading flips",
            "SELECT id, check_id, at, old_status, new_status, reason FROM flips ORDER BY id",
            row ->
                new Flipped(
                    row.number("id"),
                    row.number("check_id"),
                    row.instant("at"),
                    row.string("old_status"),
                    row.string("new_status"),
                    row.string("reason")))
        .forEach(flip -> flips.computeIfAbsent(flip.check(), id -> new ArrayList<>()).add(flip));
    flips.values().forEach(all -> score.count("flips", all.size()));
  }

  /** In the order of applying: which flips there must be. */
  private void everyFlip(Watched check) {
    Expected expected = new Expected(check.rules());
    List<Flipped> is = new ArrayList<>(flips.getOrDefault(check.id(), List.of()));
    for (Entry ping : applied.getOrDefault(check.id(), List.of())) {
      Instant others = truth.othersWhenApplied(ping.id());
      Instant sure = others.isBefore(ping.at()) ? others : ping.at();
      silence(check, expected, is, ping.at(), sure);
      String before = expected.status();
      expected.hears(ping);
      if (!before.equals(expected.status()) && !take(is, ping, before, expected.status())) {
        score.deviation(
            "lost flips",
            "check %d %s to %s at %s; next are %s"
                .formatted(check.id(), before, expected.status(), ping.at(), head(is)));
      }
    }
    silence(check, expected, is, watermark, watermark);
    // What was judged since the end was taken.
    is.removeIf(flip -> flip.byTimeout() && !flip.at().isBefore(watermark));
    is.forEach(flip -> score.deviation("flips too many", flip.toString()));
  }

  /**
   * What silence up to an instant must have come to.
   *
   * @param sure what everybody had heard by then is applied up to here
   */
  private void silence(
      Watched check, Expected expected, List<Flipped> is, Instant until, Instant sure) {
    Optional<Instant> deadline = expected.deadline().filter(at -> at.isBefore(until));
    if (deadline.isEmpty()) {
      return;
    }
    Instant due = deadline.get();
    Optional<Instant> excused = blind.excusedUntil(check, expected.since(), due);
    if (excused.isPresent() || expected.isCredited()) {
      blindSilence(check, expected, is, due, excused.orElse(due), sure);
    } else if (takeTimeout(is, expected.downAt(due))) {
      expected.missed();
    } else if (due.isBefore(sure)) {
      score.deviation(
          "missed downs",
          "check %d at %s, waiting since %s; next are %s; blind time %s"
              .formatted(check.id(), due, expected.since(), head(is), blind.intervals()));
      expected.missed();
    } else {
      score.count("downs over before they could be known", 1);
    }
  }

  /** Some of the time was blind: it may go down later, or is named, or was heard in time. */
  private void blindSilence(
      Watched check,
      Expected expected,
      List<Flipped> is,
      Instant due,
      Instant excused,
      Instant sure) {
    boolean down = !is.isEmpty() && is.get(0).byTimeout() && !is.get(0).at().isBefore(due);
    if (down && is.get(0).at().isBefore(sure.plusMillis(1))) {
      is.remove(0);
      expected.missed();
      score.count("downs after blind time", 1);
    } else if (excused.isBefore(sure) && !expected.isCredited()) {
      if (blind.takeNamed(check.id(), due)) {
        score.count("runs excused and named", 1);
      } else {
        score.deviation(
            "missed downs", "check %d at %s: excused, not named".formatted(check.id(), due));
      }
      expected.credited(excused);
    } else {
      score.count("runs excused and heard", 1);
    }
  }

  private static List<Flipped> head(List<Flipped> flips) {
    return flips.subList(0, Math.min(2, flips.size()));
  }

  private static boolean takeTimeout(List<Flipped> is, Instant at) {
    return !is.isEmpty()
        && is.get(0).byTimeout()
        && is.get(0).at().equals(at)
        && is.remove(is.get(0));
  }

  private static boolean take(List<Flipped> is, Entry ping, String from, String to) {
    return !is.isEmpty()
        && is.get(0).at().equals(ping.at())
        && is.get(0).from().equals(from)
        && is.get(0).to().equals(to)
        && is.remove(is.get(0));
  }

  /** In the order of hearing: a down is false if what was heard by then says that it is. */
  private void falseDowns(Watched check) {
    List<Entry> inOrder =
        heard.getOrDefault(check.id(), List.of()).stream()
            .sorted(Comparator.comparing(Entry::at))
            .toList();
    for (Flipped flip : flips.getOrDefault(check.id(), List.of())) {
      if (!flip.byTimeout()) {
        continue;
      }
      Expected expected = new Expected(check.rules());
      inOrder.stream().filter(ping -> !ping.at().isAfter(flip.at())).forEach(expected::hears);
      Optional<Instant> deadline = expected.deadline();
      boolean isFalse = deadline.isEmpty() || flip.at().isBefore(deadline.get());
      if (isFalse && isOfFold(inOrder, flip)) {
        score.count("false downs of a fold that did not know of a node", 1);
      } else if (isFalse) {
        score.deviation(
            "false downs", "%s, but its deadline was %s".formatted(flip, deadline.orElse(null)));
      } else if (wasTried(check, flip.at())) {
        score.count("downs of jobs that had just not reached us", 1);
      }
      if (nobodyCouldHear(check, flip.at())) {
        score.deviation("false downs", flip + ", but nobody could have heard its job");
      }
    }
  }

  /** A known gap: a listener that applies does not wait for nodes that the database has not met. */
  private boolean isOfFold(List<Entry> heard, Flipped flip) {
    return heard.stream()
        .filter(ping -> ping.at().isAfter(flip.at()))
        .limit(4)
        .anyMatch(ping -> truth.wasAppliedBesideStranger(ping.id()));
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
    // Two runs in a row are never excused: after the second outage a down is meant to be.
    return times.size() == 1
        && lastHeard.isAfter(Instant.MIN)
        && down.isBefore(secondDeadline(check, lastHeard, times.get(0)))
        && intents.stream()
            .filter(intent -> intent.kind() == PingKind.SUCCESS && intent.heard().isEmpty())
            .filter(intent -> intent.triedAt().isAfter(lastHeard))
            .anyMatch(intent -> isIn(times.get(0), intent.triedAt()));
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
