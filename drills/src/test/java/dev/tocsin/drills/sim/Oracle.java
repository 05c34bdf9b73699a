package dev.tocsin.drills.sim;

import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.ArrayList;
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
    blind.read(db, truth.retired());
    score.count("blind intervals", blind.intervals().size());
    truth
        .accepted()
        .values()
        .forEach(e -> heard.computeIfAbsent(e.check(), id -> new ArrayList<>()).add(e));
    FalseDowns falseDowns = new FalseDowns(truth, score, blind);
    for (Watched check : fleet) {
      everyFlip(check);
      falseDowns.judge(
          check,
          flips.getOrDefault(check.id(), List.of()),
          heard.getOrDefault(check.id(), List.of()));
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
        .filter(entry -> !truth.wasLost(entry))
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
      silence(check, expected, is, Look.before(ping, truth, expected));
      givenUp(ping, expected, is);
      String before = expected.status();
      expected.hears(ping);
      if (!before.equals(expected.status()) && !take(is, ping, before, expected.status())) {
        score.deviation(
            "lost flips",
            "check %d %s to %s at %s; next are %s"
                .formatted(check.id(), before, expected.status(), ping.at(), head(is)));
      }
    }
    silence(check, expected, is, new Look(watermark, watermark, watermark, false, true));
    // What was judged since the end was taken.
    is.removeIf(flip -> flip.byTimeout() && !flip.at().isBefore(watermark));
    is.forEach(flip -> score.deviation("flips too many", flip.toString()));
  }

  /** Nobody waited for this ping: silence that it contradicts may have been judged before it. */
  private void givenUp(Entry ping, Expected expected, List<Flipped> is) {
    boolean judged =
        truth.wasUnawaited(ping)
            && !is.isEmpty()
            && is.get(0).byTimeout()
            && !is.get(0).at().isBefore(ping.at())
            && is.get(0).at().isBefore(truth.applied(ping.id()).when());
    if (judged) {
      is.remove(0);
      expected.missed();
    }
  }

  /**
   * A moment at which silence is judged.
   *
   * @param until silence up to here
   * @param latest whatever was said of silence before is dated before this
   * @param sure what everybody had heard by then is applied up to here
   * @param completes whether a completion ends the silence
   * @param must whether what is certain by then must have been said; else it may have been
   */
  private record Look(
      Instant until, Instant latest, Instant sure, boolean completes, boolean must) {

    /** A ping that was overtaken by a completion need not judge anything. */
    static Look before(Entry ping, Truth truth, Expected expected) {
      Truth.Applied applied = truth.applied(ping.id());
      return new Look(
          ping.at(),
          earlier(applied.when(), ping.at()),
          earlier(applied.others(), ping.at()),
          ping.kind().completes(),
          !expected.isOvertaken(ping));
    }

    private static Instant earlier(Instant a, Instant b) {
      return a.isBefore(b) ? a : b;
    }
  }

  /** What silence up to an instant must have come to. */
  private void silence(Watched check, Expected expected, List<Flipped> is, Look look) {
    Optional<Instant> deadline = expected.deadline().filter(at -> at.isBefore(look.until()));
    if (deadline.isEmpty()) {
      return;
    }
    Instant due = deadline.get();
    Optional<Instant> excused = blind.excusedUntil(check, expected.since(), due);
    if (excused.isPresent() || expected.isCredited()) {
      blindSilence(check, expected, is, look, due, excused.orElse(due));
    } else if (takeTimeout(is, expected.downAt(due))) {
      expected.missed();
    } else if (look.must() && expected.downAt(due).isBefore(look.sure())) {
      score.deviation(
          "missed downs",
          "check %d at %s, waiting since %s; next are %s; blind time %s"
              .formatted(check.id(), due, expected.since(), head(is), blind.intervals()));
      expected.missed();
    } else if (look.must()) {
      score.count("downs over before they could be known", 1);
    }
  }

  /** Some of the time was blind: it may go down later, or is named, or was heard in time. */
  private void blindSilence(
      Watched check, Expected expected, List<Flipped> is, Look look, Instant due, Instant excused) {
    boolean down = !is.isEmpty() && is.get(0).byTimeout() && !is.get(0).at().isBefore(due);
    if (down && is.get(0).at().isBefore(look.latest())) {
      is.remove(0);
      expected.missed();
      score.count("downs after blind time", 1);
    } else if (judgedLater(is, look)) {
      score.count("downs over before they could be known", 1);
    } else if (look.must()
        && excused.isBefore(look.sure())
        && expected.downAt(due).isBefore(look.sure())
        && !expected.isCredited()) {
      if (blind.takeNamed(check.id(), due)) {
        score.count("runs excused and named", 1);
      } else {
        score.deviation(
            "missed downs",
            "check %d at %s: excused until %s, not named; next are %s; blind time %s"
                .formatted(check.id(), due, excused, head(is), blind.intervals()));
      }
      expected.credited(blind.creditedAt(check, expected.since(), due));
    } else if (look.must()) {
      score.count("runs excused and heard", 1);
      if (look.completes() && !blind.longBetween(expected.since(), due).isEmpty()) {
        expected.heardAfterExcuse(excused.isBefore(look.until()) ? excused : look.until());
      }
    }
  }

  /**
   * Whether the silence before a completion was judged after it, by rows that said nothing of blind
   * time any more: a stream that had been given up came back, and had listened all the time.
   */
  private static boolean judgedLater(List<Flipped> is, Look look) {
    return head(is).stream().anyMatch(flip -> flip.byTimeout() && flip.at().equals(look.until()));
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
}
