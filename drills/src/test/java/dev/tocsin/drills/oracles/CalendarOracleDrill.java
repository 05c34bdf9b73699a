package dev.tocsin.drills.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.schedule.OnCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random calendar expressions, most of them around a change of clocks, against {@code
 * systemd-analyze calendar}: the next eight runs must be the same, second by second. Where they are
 * not, one of the {@link Verdict}s says why; anything else is a failure.
 *
 * <p>{@code -Ddrill.expressions=} how many, {@code -Ddrill.seed=} which.
 */
class CalendarOracleDrill {

  /** How one expression came out. */
  private enum Verdict {
    SAME("the same runs"),
    SAME_AS_LISTS(
        "the same runs once steps and ranges are written as lists: systemd refuses steps that leave"
            + " their range and ranges of one, and an open step that runs over the end of a month"
            + " makes it lose runs"),
    NEVER("both say that it never runs"),
    REPEATED(
        "differ in a repeated hour only: here a repeated time is its first occurrence, systemd takes"
            + " either"),
    SKIPPED(
        "differ after a skipped hour only: here a skipped time is no run and nothing else changes,"
            + " systemd loses runs until midnight"),
    NO_ANSWER("systemd gave up (not compared)"),
    UNEXPLAINED("differ");

    private final String means;

    Verdict(String means) {
      this.means = means;
    }
  }

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Riga",
          "America/New_York",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Africa/Casablanca",
          "Antarctica/Troll",
          "Europe/Dublin",
          "America/Santiago",
          "Asia/Kolkata",
          "America/St_Johns");

  /** Expressions for one process, all from the same instant in the same zone. */
  private static final int BATCH = 50;

  private static final int RUNS = 8;

  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private final List<String> unexplained = new ArrayList<>();

  @Test
  @SuppressWarnings("SystemOut")
  void calendar_expressions_run_when_systemd_says_so() {
    String version = SystemdCalendar.version();
    long seed = Long.getLong("drill.seed", 20261121L);
    int count = Integer.getInteger("drill.expressions", 5_000);
    Random random = new Random(seed);
    RandomCalendar expressions = new RandomCalendar(random);
    for (int done = 0; done < count; done += BATCH) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      Instant after = instant(random, zone);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        texts.add(expressions.next() + " " + zone);
      }
      List<Optional<List<Instant>>> theirs = SystemdCalendar.upcoming(texts, after, RUNS);
      for (int i = 0; i < BATCH; i++) {
        Verdict verdict = compare(texts.get(i), theirs.get(i), zone, after);
        counts.merge(verdict, 1, Integer::sum);
      }
    }
    System.out.printf("CalendarOracleDrill: %s, seed %d%n", version, seed);
    counts.forEach((verdict, n) -> System.out.printf("%7d %s%n", n, verdict.means));
    assertThat(unexplained).as("seed %d", seed).isEmpty();
    int compared = count - counts.getOrDefault(Verdict.NO_ANSWER, 0);
    assertThat(compared).as("expressions compared").isGreaterThan(count * 9 / 10);
  }

  private Verdict compare(
      String text, Optional<List<Instant>> asWritten, ZoneId zone, Instant after) {
    List<Instant> ours = ours(text, after);
    if (asWritten.isPresent() && asWritten.get().equals(ours)) {
      return ours.isEmpty() ? Verdict.NEVER : Verdict.SAME;
    }
    Optional<List<Instant>> theirs = asLists(text, after);
    if (theirs.isEmpty()) {
      return Verdict.NO_ANSWER;
    }
    Verdict verdict = Verdict.SAME_AS_LISTS;
    if (asWritten.isPresent() && text.indexOf('/') < 0 && theirs.get().equals(ours)) {
      verdict = Verdict.UNEXPLAINED; // it took the expression, and there is no step to blame
      unexplained.add("%s after %s: %s, but %s".formatted(text, after, asWritten.get(), ours));
    }
    Instant until = until(ours, theirs.get());
    for (Instant at : onlyInOne(ours, theirs.get())) {
      if (at.isAfter(until)) {
        continue;
      }
      verdict = explain(at, ours.contains(at), zone);
      if (verdict == Verdict.UNEXPLAINED) {
        unexplained.add(
            "%s after %s%n  ours   %s%n  theirs %s".formatted(text, after, ours, theirs.get()));
        return verdict;
      }
    }
    return verdict;
  }

  /** Our runs; none for an expression that we find never to match. */
  private static List<Instant> ours(String text, Instant after) {
    try {
      return OnCalendar.parse(text, ZoneOffset.UTC).upcoming(after, RUNS);
    } catch (IllegalArgumentException e) {
      if (!String.valueOf(e.getMessage()).contains("never matches")) {
        throw new AssertionError("refused here: " + text, e);
      }
      return List.of();
    }
  }

  private static Optional<List<Instant>> asLists(String text, Instant after) {
    List<Optional<List<Instant>>> parts = SystemdCalendar.upcoming(Expanded.of(text), after, RUNS);
    return parts.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            parts.stream()
                .flatMap(part -> part.orElseThrow().stream())
                .distinct()
                .sorted()
                .limit(RUNS)
                .toList())
        : Optional.empty();
  }

  /** Both lists are complete up to here: a full one says nothing of what comes after its end. */
  private static Instant until(List<Instant> ours, List<Instant> theirs) {
    Instant until = Instant.MAX;
    for (List<Instant> list : List.of(ours, theirs)) {
      if (list.size() == RUNS && list.get(RUNS - 1).isBefore(until)) {
        until = list.get(RUNS - 1);
      }
    }
    return until;
  }

  private static List<Instant> onlyInOne(List<Instant> ours, List<Instant> theirs) {
    List<Instant> all = new ArrayList<>(ours);
    all.removeAll(theirs);
    theirs.stream().filter(at -> !ours.contains(at)).forEach(all::add);
    return all;
  }

  private static Verdict explain(Instant at, boolean ours, ZoneId zone) {
    ZoneOffsetTransition repeated =
        zone.getRules().getTransition(at.atZone(zone).toLocalDateTime());
    if (repeated != null && repeated.isOverlap()) {
      return Verdict.REPEATED;
    }
    ZoneOffsetTransition last = zone.getRules().previousTransition(at.plusNanos(1));
    boolean sameDay =
        last != null
            && last.isGap()
            && last.getDateTimeAfter().toLocalDate().equals(at.atZone(zone).toLocalDate());
    return ours && sameDay ? Verdict.SKIPPED : Verdict.UNEXPLAINED;
  }

  /** Three of four within a day and a half before a change of clocks, or shortly after it. */
  private static Instant instant(Random random, ZoneId zone) {
    Instant any =
        Instant.parse("1996-01-01T00:00:00Z")
            .plus(random.nextInt(41 * 365), ChronoUnit.DAYS)
            .plusSeconds(random.nextInt(86_400));
    ZoneOffsetTransition change = zone.getRules().nextTransition(any);
    return change == null || random.nextInt(4) == 0
        ? any
        : change.getInstant().plusSeconds(7_200 - random.nextInt(36 * 3_600));
  }
}
