package dev.tocsin.domain.oncall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * People who take turns at being on call, in a fixed order, for ever in both directions of time: so
 * somebody is on call at any instant, unless nobody is left.
 *
 * <p>Turns are counted on the clock on the wall: a week that begins on Monday at nine ends on
 * Monday at nine, also in the week in which clocks change. A hand-over at a time that clocks skip
 * is as much later as they skip; at a time that comes twice it is the first.
 *
 * @param people whose turns follow each other; who is named twice has two turns
 * @param begins a hand-over to the first of them, on the clock of the zone
 * @param turn how long a turn is on that clock, from one hour to a year
 * @param overrides who is on call instead; where several cover an instant, the last of the list
 * @param <P> what a person is
 */
public record Rota<P>(
    List<P> people, LocalDateTime begins, Duration turn, ZoneId zone, List<Shift<P>> overrides) {

  public static final Duration SHORTEST_TURN = Duration.ofHours(1);
  public static final Duration LONGEST_TURN = Duration.ofDays(366);

  /**
   * @throws IllegalArgumentException if a turn is too short or too long
   */
  public Rota {
    if (turn.compareTo(SHORTEST_TURN) < 0 || turn.compareTo(LONGEST_TURN) > 0) {
      throw new IllegalArgumentException("a turn lasts from one hour to 366 days, not " + turn);
    }
    people = List.copyOf(people);
    overrides = overrides.stream().map(one -> instead(one)).toList();
  }

  private static <P> Shift<P> instead(Shift<P> one) {
    return new Shift<>(one.person(), one.from(), one.until(), true);
  }

  /**
   * Who is on call, from when to when; the same person may go on after that. Empty: nobody, as
   * nobody takes turns.
   */
  public Optional<Shift<P>> at(Instant instant) {
    return standIn(instant).or(() -> turnAt(instant)).map(shift -> within(shift, instant));
  }

  /**
   * All shifts that go on between two instants, in order, the first and the last of them whole. A
   * span of years of short turns makes a long list.
   */
  public List<Shift<P>> between(Instant from, Instant until) {
    List<Shift<P>> shifts = new ArrayList<>();
    Optional<Shift<P>> next = at(from);
    while (next.isPresent() && next.get().from().isBefore(until)) {
      Shift<P> shift = next.get();
      int last = shifts.size() - 1;
      if (last >= 0 && shifts.get(last).goesOnWith(shift)) {
        shifts.set(last, shifts.get(last).upTo(shift.until()));
      } else {
        shifts.add(shift);
      }
      next = at(shift.until());
    }
    return shifts;
  }

  /** Until when nothing changes. Empty: nobody takes turns, and that is how it stays. */
  public Optional<Instant> nextChange(Instant after) {
    Stream<Instant> edges =
        Stream.concat(
            edges().filter(edge -> edge.isAfter(after)), turnAt(after).map(Shift::until).stream());
    return edges.min(Comparator.naturalOrder());
  }

  private Optional<Shift<P>> standIn(Instant instant) {
    return overrides.stream().filter(one -> one.covers(instant)).reduce((first, second) -> second);
  }

  private Optional<Shift<P>> turnAt(Instant instant) {
    if (people.isEmpty()) {
      return Optional.empty();
    }
    long turns = turnsBefore(instant);
    P person = people.get((int) Math.floorMod(turns, (long) people.size()));
    return Optional.of(new Shift<>(person, handOver(turns), handOver(turns + 1), false));
  }

  /** The part of a shift in which no other override begins or ends. */
  private Shift<P> within(Shift<P> shift, Instant instant) {
    Instant from =
        edges()
            .filter(edge -> !edge.isAfter(instant))
            .filter(shift.from()::isBefore)
            .max(Comparator.naturalOrder())
            .orElse(shift.from());
    Instant until =
        edges()
            .filter(edge -> edge.isAfter(instant))
            .filter(shift.until()::isAfter)
            .min(Comparator.naturalOrder())
            .orElse(shift.until());
    return new Shift<>(shift.person(), from, until, shift.instead());
  }

  private Stream<Instant> edges() {
    return overrides.stream().flatMap(one -> Stream.of(one.from(), one.until()));
  }

  /** The number of the last hand-over that is not after an instant; negative before the first. */
  private long turnsBefore(Instant instant) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    long seconds = Duration.between(begins, local).toSeconds();
    long turns = Math.floorDiv(seconds, turn.toSeconds());
    // Where clocks change, the estimate may be off: what counts is the order of instants.
    while (handOver(turns).isAfter(instant)) {
      turns--;
    }
    while (!handOver(turns + 1).isAfter(instant)) {
      turns++;
    }
    return turns;
  }

  private Instant handOver(long turns) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            begins.toEpochSecond(ZoneOffset.UTC) + turns * turn.toSeconds(), 0, ZoneOffset.UTC);
    return local.atZone(zone).toInstant();
  }
}
