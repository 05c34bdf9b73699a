package dev.tocsin.dashboard.oncall;

import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.domain.schedule.TimeZones;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What people decide of a rota.
 *
 * @param begins a hand-over to the first of the people, on the clock of the zone
 * @param turn how long a turn is on that clock: whole hours
 */
public record RotaPlan(
    String name, List<Turn> people, LocalDateTime begins, Duration turn, String zone) {

  /** Most people of a rota. */
  public static final int MOST_PEOPLE = 50;

  /**
   * Somebody who takes turns.
   *
   * @param channel the code of the channel that reaches them
   */
  public record Turn(String name, UUID channel) {}

  public RotaPlan {
    people = List.copyOf(people);
  }

  /** What is wrong with it, for people; empty if nothing is. */
  public Optional<String> problem() {
    if (name.isBlank() || tooLong(name)) {
      return Optional.of("a rota needs a name of up to 100 characters");
    }
    if (people.isEmpty()) {
      return Optional.of("a rota needs somebody who takes turns");
    }
    if (people.size() > MOST_PEOPLE) {
      return Optional.of("a rota has at most %d people".formatted(MOST_PEOPLE));
    }
    if (people.stream().anyMatch(one -> one.name().isBlank() || tooLong(one.name()))) {
      return Optional.of("everybody needs a name of up to 100 characters");
    }
    if (turn.compareTo(Rota.SHORTEST_TURN) < 0
        || turn.compareTo(Rota.LONGEST_TURN) > 0
        || turn.toSeconds() % 3_600 != 0) {
      return Optional.of("a turn lasts for whole hours, from one hour to 366 days");
    }
    if (begins.getYear() < 2000 || begins.getYear() > 2100) {
      return Optional.of("a hand-over between the years 2000 and 2100 is needed");
    }
    return TimeZones.canonical(zone).isEmpty()
        ? Optional.of("there is no time zone “%s”".formatted(zone))
        : Optional.empty();
  }

  private static boolean tooLong(String text) {
    return text.codePointCount(0, text.length()) > ProjectChannels.LONGEST_NAME;
  }
}
